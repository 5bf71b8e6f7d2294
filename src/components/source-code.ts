import { codeToHtml } from 'shiki';
import type { TransportId } from '#contract/transports.ts';
import { definitionOf, type ProcedureName } from '../procedures/index.ts';
import { codeTheme } from '../styles/code-theme.ts';

/** The very files that run, as text: what a learner reads is what answers them. */
const SERVER_FILES = import.meta.glob<string>(
  '../../live-server/{control,endpoints,faults,listeners,pages,streams}/*.ts',
  { query: '?raw', import: 'default', eager: true },
);
const CLIENTS = import.meta.glob<string>(
  ['../transports/{,procedures/}*.ts', '../dissect/pieces.ts'],
  { query: '?raw', import: 'default', eager: true },
);

const ENDPOINT_FILES: Record<TransportId, string> = {
  chunked: 'chunked',
  ndjson: 'ndjson',
  sse: 'sse',
  'fetch-sse': 'sse',
  websocket: 'websocket',
  'short-polling': 'short-poll',
  'long-polling': 'long-poll',
};

export interface SourceFile {
  side: 'endpoint' | 'client';
  path: string;
  html: string;
}

/** Where the substance of a client is not in the file of its name alone. */
const MORE_OF_THE_CLIENT: Partial<Record<TransportId, string>> = {
  'short-polling': 'poll',
  'long-polling': 'poll',
};

/** Client and endpoint of a transport, highlighted. Throws where a file is missing. */
export async function sourceOf(transport: TransportId): Promise<SourceFile[]> {
  const more = MORE_OF_THE_CLIENT[transport];
  return Promise.all([
    ...[transport, ...(more ? [more] : [])].map((name) =>
      highlight('client', `src/transports/${name}.ts`, CLIENTS[`../transports/${name}.ts`]),
    ),
    highlight(
      'endpoint',
      `live-server/endpoints/${ENDPOINT_FILES[transport]}.ts`,
      SERVER_FILES[`../../live-server/endpoints/${ENDPOINT_FILES[transport]}.ts`],
    ),
  ]);
}

/** The script of a procedure, and what else its definition shows. Throws where a file is missing. */
export async function sourceOfProcedure(name: ProcedureName): Promise<SourceFile[]> {
  const { alsoShow } = definitionOf(name);
  return Promise.all(
    [...alsoShow, `src/transports/procedures/${name}.ts`].map((path) => {
      const isEndpoint = path.startsWith('live-server/');
      return isEndpoint
        ? highlight('endpoint', path, SERVER_FILES[`../../${path}`])
        : highlight('client', path, CLIENTS[path.replace(/^src\//, '../')]);
    }),
  );
}

async function highlight(
  side: SourceFile['side'],
  path: string,
  text: string | undefined,
): Promise<SourceFile> {
  if (text === undefined) throw new Error(`There is no ${path} to show as the ${side}.`);
  return { side, path, html: await codeToHtml(text.trim(), { lang: 'ts', theme: codeTheme }) };
}
