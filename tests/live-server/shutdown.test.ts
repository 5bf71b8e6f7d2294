import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ENVIRONMENT, until } from './support/live-server.ts';
import { get } from './support/raw-client.ts';
import { openWebSocket } from './support/websocket-client.ts';

const MAIN = fileURLToPath(new URL('../../live-server/main.ts', import.meta.url));

interface Program {
  process: ChildProcess;
  site: string;
  lab: string;
  stderr: string;
  exit: Promise<{ code: number | null; afterMs: number }>;
}

/** Runs main.ts as `npm start` does. */
function start(environment: Record<string, string> = {}): Program {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, ...ENVIRONMENT, ...environment },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const startedAtMs = performance.now();
  const program: Program = {
    process: child,
    site: '',
    lab: '',
    stderr: '',
    exit: once(child, 'exit').then(([code]) => ({
      code,
      afterMs: performance.now() - startedAtMs,
    })),
  };
  let stdout = '';
  child.stdout.on('data', (text) => {
    stdout += text;
    program.site = /^site {2}(\S+)$/m.exec(stdout)?.[1] ?? '';
    program.lab = /^lab {3}(\S+)$/m.exec(stdout)?.[1] ?? '';
  });
  child.stderr.on('data', (text) => {
    program.stderr += text;
  });
  return program;
}

async function startAndWait(environment?: Record<string, string>): Promise<Program> {
  const program = start(environment);
  await until('it is ready', () => program.site !== '' && program.lab !== '');
  return program;
}

describe('main.ts', () => {
  test('prints where it is once it listens there', async () => {
    const { site, lab } = await startAndWait();
    expect((await fetch(`${site}/healthz`)).ok).toBe(true);
    expect((await fetch(`${lab}/live/ndjson?tokens=1`)).ok).toBe(true);
  });

  test.each(['SITE_PORT', 'LAB_H1_PORT', 'LAB_H2_PORT'])(
    'a taken %s gives one sentence and exit code 1',
    async (variable) => {
      const blocker = createServer().listen(0, '127.0.0.1');
      onTestFinished(() => void blocker.close());
      await once(blocker, 'listening');
      const { port } = blocker.address() as { port: number };
      const program = start({ [variable]: String(port) });
      expect((await program.exit).code).toBe(1);
      expect(program.stderr).toBe(
        `Port ${port} on 127.0.0.1 is taken; stop what uses it, or set ${variable} to a free port.\n`,
      );
    },
  );

  test('a variable that makes no sense gives one sentence and exit code 1', async () => {
    const program = start({ RUNS_MAX: 'many' });
    expect((await program.exit).code).toBe(1);
    expect(program.stderr).toMatch(/^RUNS_MAX is "many"; it has to be a whole number from .*\.\n$/);
  });
});

describe('on SIGTERM', () => {
  test('every transport is told, a stalled reader is cut, and it exits with 0 within 3 s', async () => {
    const program = await startAndWait();
    const [sse, ndjson, chunked, stalled] = await Promise.all(
      ['sse', 'ndjson', 'chunked', 'sse'].map((path) =>
        get(program.lab, `/live/${path}?intervalMs=5000`),
      ),
    );
    const webSocket = openWebSocket(program.lab, 'intervalMs=5000');
    await webSocket.untilMessages(1);
    for (const client of [sse, ndjson, chunked, stalled]) await client?.untilText('200 OK');
    stalled?.socket.pause();
    const run = 'a'.repeat(22);
    const poll = `${program.lab}/live/long-poll?run=${run}&intervalMs=5000&cursor`;
    await fetch(`${poll}=0`);
    const held = fetch(`${poll}=1`);
    await until('the poll is held', async () => {
      const response = await fetch(`${program.site}/healthz`);
      return ((await response.json()) as { carriers: number }).carriers === 6;
    });

    const signalledAtMs = performance.now();
    program.process.kill('SIGTERM');
    const { code } = await program.exit;
    expect(code).toBe(0);
    expect(performance.now() - signalledAtMs).toBeLessThan(3000);
    expect(sse?.text).toContain(': the server is going away\n\n\r\n0\r\n\r\n');
    expect(ndjson?.text).toContain('"code":"let-go","message":"the server is going away"}');
    expect(chunked?.text).not.toContain('\r\n0\r\n');
    expect(await (await held).json()).toEqual({ tokens: [], cursor: 1, done: false });
    await webSocket.untilClosed();
    expect(webSocket.close).toEqual({ code: 1001, reason: 'the server is going away' });
    expect(program.stderr).toBe('');
  });

  test('a WebSocket that never answers the close frame does not hold it up', async () => {
    const program = await startAndWait();
    const client = openWebSocket(program.lab, 'intervalMs=5000');
    await client.untilMessages(1);
    client.webSocket.pause();
    const signalledAtMs = performance.now();
    program.process.kill('SIGINT');
    expect((await program.exit).code).toBe(0);
    expect(performance.now() - signalledAtMs).toBeLessThan(3000);
  });

  test('with nothing open it is gone at once', async () => {
    const program = await startAndWait();
    const signalledAtMs = performance.now();
    program.process.kill('SIGTERM');
    expect((await program.exit).code).toBe(0);
    expect(performance.now() - signalledAtMs).toBeLessThan(1000);
  });

  test('a second signal does not wait for anybody', async () => {
    const program = await startAndWait({ SHUTDOWN_MAX_MS: '60000' });
    const client = openWebSocket(program.lab, 'intervalMs=5000');
    await client.untilMessages(1);
    client.webSocket.pause();
    program.process.kill('SIGTERM');
    await until('it refuses connections', () =>
      fetch(`${program.site}/healthz`).then(
        () => false,
        () => true,
      ),
    );
    program.process.kill('SIGTERM');
    expect((await program.exit).code).toBe(1);
  });
});
