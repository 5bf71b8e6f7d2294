import { posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import {
  filesUnder,
  type Import,
  parseSource,
  ROOT,
  readText,
  type Source,
} from './read-source.ts';

/**
 * The dependency rules of the tree. Each says what to do where it is broken, and
 * each is shown a file that breaks it, for a rule that finds nothing proves nothing.
 */
interface Rule {
  says: string;
  doThis: string;
  /** What breaks the rule in this file, in the words of the file. */
  breaches: (source: Source) => string[];
  /** Path and text of files that break the rule. */
  bad: [path: string, text: string][];
}

/** Folders whose code takes values and gives values. */
const PURE = ['src/dissect', 'src/decide', 'src/procedures', 'live-server/tokens'];

const sources = [
  ...filesUnder('src', ['.ts', '.tsx', '.astro']),
  ...filesUnder('live-server', ['.ts', '.mjs']),
].map((path) => parseSource(path, readText(path)));

const RULES: Rule[] = [
  {
    says: 'the contract imports nothing but itself',
    doThis: 'Move what it needs into src/contract, or what needs the import out of it.',
    breaches: ({ path, imports }) =>
      inFolder(path, 'src/contract')
        ? specifiers(imports.filter((item) => !inFolder(target(path, item), 'src/contract')))
        : [],
    bad: [
      ['src/contract/clock.ts', "import type { Clock } from 'node:timers';"],
      ['src/contract/clock.ts', "export * from '../dissect/clock.ts';"],
      ['src/contract/clock.ts', "type Clock = import('hono').Context;"],
    ],
  },
  {
    says: 'the site never imports the live server, not even a type',
    doThis: 'Put what both ends share into src/contract. Showing a file as text (?raw) is fine.',
    breaches: ({ path, imports }) =>
      inFolder(path, 'src')
        ? specifiers(imports.filter((i) => inFolder(target(path, i), 'live-server') && !i.raw))
        : [],
    bad: [
      ['src/islands/panel.tsx', "import type { Run } from '../../live-server/runs/run.ts';"],
      [
        'src/pages/index.astro',
        "---\nimport { app } from '../../live-server/app.ts';\n---\n<p>hi</p>",
      ],
      ['src/islands/panel.tsx', "const all = import.meta.glob('../../live-server/*.ts');"],
    ],
  },
  {
    says: 'the live server takes nothing from the site but the contract, and by its name',
    doThis: "Import it as '#contract/….ts', or move it into src/contract.",
    breaches: ({ path, imports }) =>
      inFolder(path, 'live-server')
        ? specifiers(imports.filter((item) => inFolder(target(path, item), 'src')))
        : [],
    bad: [
      ['live-server/app.ts', "import { TRANSPORTS } from '../src/contract/transports.ts';"],
      ['live-server/app.ts', "const { rank } = await import('../src/decide/rank.ts');"],
    ],
  },
  {
    says: 'only src/transports opens a connection',
    doThis: 'Write the request in src/transports and hand the function to whoever needs it.',
    breaches: ({ path, uses }) =>
      inFolder(path, 'src') && !inFolder(path, 'src/transports')
        ? uses.filter(opensConnection)
        : [],
    bad: [
      ['src/islands/panel.tsx', "await fetch('/control/origins');"],
      ['src/islands/panel.tsx', "await globalThis.fetch('/control/origins');"],
      ['src/enhancements/status.ts', "new EventSource('/live/sse');"],
      ['src/layouts/Page.astro', "<script>new WebSocket('/live/websocket')</script>"],
      ['src/islands/panel.tsx', 'const request = new XMLHttpRequest();'],
      ['src/islands/panel.tsx', "navigator.sendBeacon('/seen');"],
    ],
  },
  {
    says: 'an endpoint does not know that it is watched, hurt or controlled',
    doThis: 'Endpoints get a context and write a stream; join the rest in live-server/streams.',
    breaches: ({ path, imports }) =>
      inFolder(path, 'live-server/endpoints')
        ? specifiers(
            imports.filter((item) =>
              ['tap', 'faults', 'listeners', 'control'].some((folder) =>
                inFolder(target(path, item), `live-server/${folder}`),
              ),
            ),
          )
        : [],
    bad: [
      ['live-server/endpoints/sse.ts', "import { tap } from '../tap/tap.ts';"],
      ['live-server/endpoints/sse.ts', "import { arm } from '../faults/faults.ts';"],
    ],
  },
  {
    says: 'the tap does not know what HTTP is',
    doThis: 'Let the tap see bytes; what knows both belongs into tap/bind-run.ts.',
    breaches: ({ path, imports }) =>
      inFolder(path, 'live-server/tap') && path !== 'live-server/tap/bind-run.ts'
        ? specifiers(imports).filter((name) => /^(node:https?2?|hono|@hono\/.*|ws)$/.test(name))
        : [],
    bad: [['live-server/tap/tap.ts', "import type { IncomingMessage } from 'node:http';"]],
  },
  {
    says: 'a procedure opens what it opens through the lab, which closes it',
    doThis:
      'Use lab.fetch, lab.eventSource, lab.webSocket, lab.xhr or lab.frame; opening.ts has the doors.',
    breaches: ({ path, uses }) =>
      inFolder(path, 'src/transports/procedures') && path !== 'src/transports/procedures/opening.ts'
        ? uses.filter(
            (use) =>
              /^((globalThis|window)\.)?fetch\(\)$/.test(use) ||
              (use.startsWith('new ') && opensConnection(use)) ||
              /\bsendBeacon\(\)$/.test(use),
          )
        : [],
    bad: [
      ['src/transports/procedures/seventh-tab.ts', "const source = new EventSource('/live/sse');"],
      ['src/transports/procedures/seventh-tab.ts', "await fetch('/live/chunked');"],
      ['src/transports/procedures/seventh-tab.ts', "await window.fetch('/live/chunked');"],
    ],
  },
  {
    says: 'dissect, decide, procedures and tokens are pure: values in, values out',
    doThis: 'Hand in the clock, the seed and the bytes; keep what acts outside of these folders.',
    breaches: ({ path, imports, uses }) => {
      const home = PURE.find((folder) => inFolder(path, folder));
      if (!home) return [];
      const foreign = imports.filter(
        (item) =>
          !item.typeOnly &&
          !inFolder(target(path, item), home) &&
          !inFolder(target(path, item), 'src/contract') &&
          !item.specifier.startsWith('#contract/'),
      );
      return [...specifiers(foreign), ...uses.filter(isImpure)];
    },
    bad: [
      ['src/decide/rank.ts', "import { readFileSync } from 'node:fs';"],
      ['src/dissect/event-stream.ts', 'const atMs = performance.now();'],
      ['src/procedures/seventh-tab.ts', "import { sse } from '../transports/sse.ts';"],
      ['src/procedures/seventh-tab.ts', "await fetch('/live/sse');"],
      ['live-server/tokens/source.ts', 'const word = words[Math.floor(Math.random() * 9)];'],
      ['live-server/tokens/pace.ts', 'setTimeout(next, 33);'],
      ['live-server/tokens/pace.ts', 'const now = new Date();'],
    ],
  },
  {
    says: 'the environment is read in live-server/config.ts alone',
    doThis: 'Add a row to config.ts and hand the value in.',
    breaches: ({ path, imports, uses }) =>
      path === 'live-server/config.ts' || inFolder(path, 'live-server/cli')
        ? []
        : [
            ...uses.filter((use) => use === 'process.env'),
            ...specifiers(imports).filter((name) => /^(node:)?process$/.test(name)),
          ],
    bad: [
      ['live-server/app.ts', 'const port = Number(process.env.SITE_PORT);'],
      ['live-server/app.ts', "import { env } from 'node:process';"],
    ],
  },
  {
    says: 'only a listener listens, and only main.ts starts the live server',
    doThis:
      'Open ports in live-server/listeners, and let main.ts (or a test, on port 0) ask for them.',
    breaches: ({ path, uses }) => [
      ...(inFolder(path, 'live-server/listeners') || inFolder(path, 'live-server/cli')
        ? []
        : uses.filter((use) => use.endsWith('.listen()'))),
      ...(path === 'live-server/main.ts' ? [] : uses.filter((use) => use === 'startLiveServer()')),
    ],
    bad: [
      ['live-server/control/app.ts', 'server.listen(4321);'],
      ['live-server/control/app.ts', 'createServer(answer).listen(4321);'],
      ['live-server/control/app.ts', 'await startLiveServer(config);'],
    ],
  },
];

describe.each(RULES)('$says', ({ doThis, breaches, bad }) => {
  test('in every file', () => {
    const found = sources.flatMap((source) =>
      breaches(source).map((breach) => `${source.path}: ${breach}`),
    );
    expect(found, doThis).toEqual([]);
  });

  test.each(bad)('a breach is found: %s with %s', (path, text) => {
    expect(breaches(parseSource(path, text))).not.toEqual([]);
  });
});

describe('the contract names neither a DOM nor a Node type', () => {
  // The compiler keeps this rule, as long as it is not given those types.
  const typesOf = (config: object) => {
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, `${ROOT}/src/contract`);
    return { lib: options.lib, types: options.types };
  };

  test('in its compiler options', () => {
    const config = ts.readConfigFile(`${ROOT}/src/contract/tsconfig.json`, ts.sys.readFile).config;
    const doThis = 'Leave "lib" at es2024 and "types" empty for src/contract.';
    expect(typesOf(config), doThis).toEqual({ lib: ['lib.es2024.d.ts'], types: [] });
  });

  test('a DOM library would be found', () => {
    const config = {
      extends: '../../tsconfig.base.json',
      compilerOptions: { lib: ['es2024', 'dom'] },
    };
    expect(typesOf(config).lib).toContain('lib.dom.d.ts');
  });
});

describe('content is words and data: no imports, no exports, no {expressions}', () => {
  test.each(filesUnder('content', ['.mdx']))('%s', (path) => {
    const doThis = 'Use a tag of src/components/mdx, or write the brace as \\{ or inside `code`.';
    expect(codeInMdx(readText(path)), doThis).toEqual([]);
  });

  test('only words and data lie in content', () => {
    const others = filesUnder('content', ['']).filter((path) =>
      /\.(c|m)?[jt]sx?$|\.astro$|\.html$/.test(path),
    );
    expect(others, 'Move code into src; content holds MDX, YAML and JSON.').toEqual([]);
  });

  test.each([
    ["import Panel from '../src/Panel.astro';"],
    ['export const tokens = 40;'],
    ['There are {tokens} tokens.'],
    ['<Experiment tokens={40} />'],
    ['{/* a comment */}'],
  ])('a breach is found: %s', (text) => {
    expect(codeInMdx(`---\ntitle: A lesson\n---\n\n${text}\n`)).not.toEqual([]);
  });

  test.each([
    ['```js\nimport { a } from "a";\n```'],
    ['The object `{"type":"end"}` ends it.'],
    ['A brace \\{ stands alone.'],
    ['<Experiment question="What does {} mean?" />'],
  ])('no breach: %s', (text) => {
    expect(codeInMdx(`---\ntitle: "{A}"\n---\n\n${text}\n`)).toEqual([]);
  });
});

function inFolder(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** Path of a relative import from the root; any other specifier as it is. */
function target(from: string, { specifier }: Import): string {
  if (!specifier.startsWith('.')) return specifier.replace(/^\//, '');
  return posix.join(posix.dirname(from), specifier);
}

function specifiers(imports: Import[]): string[] {
  return imports.map(({ specifier }) => specifier);
}

function opensConnection(use: string): boolean {
  return /^(\w+\.)?fetch\(\)$|\bsendBeacon\(\)$|^new (\w+\.)?(EventSource|WebSocket|XMLHttpRequest|WebTransport|RTCPeerConnection)$/.test(
    use,
  );
}

function isImpure(use: string): boolean {
  return /^(Math\.random|Date\.now|performance\.now|set(Timeout|Interval|Immediate)|fetch|crypto\.\w+)\(\)$|^new Date$|^process\./.test(
    use,
  );
}

/** What MDX would run: ESM lines and braces outside of front matter, code and quoted attributes. */
function codeInMdx(text: string): string[] {
  const prose = text
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/^[ \t]*(`{3,}|~{3,})[^\n]*\n[\s\S]*?^[ \t]*\1[ \t]*$/gm, '')
    .replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '')
    .replace(/="[^"]*"/g, '')
    .replace(/\\[{}]/g, '');
  return prose.split('\n').filter((line) => /^(import|export)\s/.test(line) || /[{}]/.test(line));
}
