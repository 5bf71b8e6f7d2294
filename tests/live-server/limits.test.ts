import { createServer } from 'node:http';
import { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { labApp } from '../../live-server/app.ts';
import { readConfig } from '../../live-server/config.ts';
import type { Lab } from '../../live-server/lab.ts';
import { answerRequests } from '../../live-server/origin.ts';
import { Places } from '../../live-server/places.ts';
import { BulkReports } from '../../live-server/runs/bulk-reports.ts';
import { Runs } from '../../live-server/runs/runs.ts';
import { Backlog } from '../../live-server/streams/backlog.ts';
import { RunLogs } from '../../live-server/tap/run-logs.ts';
import { FakeClock, settled } from './support/fake-clock.ts';
import {
  newRunId,
  problemOf,
  startServer,
  stateOf,
  until,
  untilOver,
} from './support/live-server.ts';
import { get } from './support/raw-client.ts';

describe('over a limit', () => {
  test('too many connections: 503 with Retry-After, and the site stays reachable', async () => {
    const server = await startServer({ CONNECTIONS_MAX: '3' });
    for (let i = 0; i < 3; i++) {
      const client = await get(server.labOrigin, '/live/chunked?intervalMs=5000');
      await client.untilText('A\r\n');
    }
    const response = await fetch(`${server.labOrigin}/live/ndjson`);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await problemOf(response)).toMatchObject({ status: 503 });
    expect((await fetch(`${server.siteOrigin}/healthz`)).status).toBe(200);
  });

  test('too many connections of one run: 429 with Retry-After', async () => {
    const { labOrigin } = await startServer({ CONNECTIONS_PER_RUN_MAX: '2' });
    const target = `/live/chunked?run=${newRunId()}&intervalMs=5000`;
    for (let i = 0; i < 2; i++) await (await get(labOrigin, target)).untilText('A\r\n');
    const response = await fetch(labOrigin + target);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('1');
  });

  test('too many runs: the oldest that nothing carries makes room, or else 503', async () => {
    const server = await startServer({ RUNS_MAX: '2' });
    const [old, busy, next, last] = [newRunId(), newRunId(), newRunId(), newRunId()];
    await (await fetch(`${server.labOrigin}/live/ndjson?run=${old}&tokens=1`)).text();
    await (await get(server.labOrigin, `/live/chunked?run=${busy}&intervalMs=5000`)).untilText(
      'A\r\n',
    );
    await (await get(server.labOrigin, `/live/chunked?run=${next}&intervalMs=5000`)).untilText(
      'A\r\n',
    );
    expect((await fetch(`${server.labOrigin}/live/runs/${old}`)).status).toBe(404);
    const refused = await fetch(`${server.labOrigin}/live/ndjson?run=${last}`);
    expect(refused.status).toBe(503);
    expect((await stateOf(server, busy)).state).toBe('running');
  });

  test('a stream that lasts too long is let go, with its reason', async () => {
    const server = await startServer({ STREAM_TIME_MAX_MS: '100' });
    for (const [path, lastWords] of [
      ['ndjson', '{"type":"error","code":"let-go","message":"long: the stream lasted 100 ms"}\n'],
      ['sse', ': long: the stream lasted 100 ms\n\n'],
    ]) {
      const run = newRunId();
      const client = await get(server.labOrigin, `/live/${path}?run=${run}&intervalMs=5000`);
      await client.untilText(`${lastWords}\r\n0\r\n\r\n`);
      expect(client.text).not.toContain('"end"');
      expect(await stateOf(server, run)).toMatchObject({
        state: 'evicted',
        reason: 'long: the stream lasted 100 ms',
      });
    }
  });

  test('bare text has no words for it: the last chunk does not come', async () => {
    const { labOrigin } = await startServer({ STREAM_TIME_MAX_MS: '100' });
    const client = await get(labOrigin, '/live/chunked?intervalMs=5000');
    await client.untilEnded();
    expect(client.text).not.toContain('\r\n0\r\n');
  });

  test('a stream that grows too large is let go, with its reason', async () => {
    const server = await startServer({ STREAM_BYTES_MAX: '1024' });
    const run = newRunId();
    const client = await get(server.labOrigin, `/live/ndjson?run=${run}&intervalMs=0`);
    await client.untilText('"error"');
    expect(client.body.length).toBeLessThan(1500);
    expect((await untilOver(server, run)).reason).toBe('large: the stream would exceed 1024 bytes');
  });
});

describe('a reader that leaves too much unread', () => {
  const limits = readConfig({ UNREAD_BYTES_MAX: '65536', UNREAD_TIME_MAX_MS: '10000' }).limits;

  function backlogOf(size: { bytes: number }, clock: FakeClock) {
    const reasons: string[] = [];
    const backlog = new Backlog(
      clock,
      limits,
      () => size.bytes,
      (reason) => reasons.push(reason),
    );
    return { backlog, reasons };
  }

  test('is let go after 10 s over the limit, and not before', async () => {
    const clock = new FakeClock();
    const size = { bytes: 65_537 };
    const { backlog, reasons } = backlogOf(size, clock);
    expect(backlog.isOver()).toBe(true);
    await clock.advance(9999);
    expect(reasons).toEqual([]);
    await clock.advance(1);
    expect(reasons).toEqual(['slow: the reader left more than 65536 bytes unread for 10000 ms']);
    expect(clock.pending).toBe(0);
  });

  test('stays when it reads within that time; the 10 s begin anew', async () => {
    const clock = new FakeClock();
    const size = { bytes: 65_537 };
    const { backlog, reasons } = backlogOf(size, clock);
    backlog.isOver();
    await clock.advance(9000);
    size.bytes = 0;
    expect(backlog.isOver()).toBe(false);
    size.bytes = 65_537;
    backlog.isOver();
    await clock.advance(9000);
    expect(reasons).toEqual([]);
    await clock.advance(1000);
    expect(reasons).toHaveLength(1);
  });

  test('exactly at the limit is not over it', () => {
    const { backlog } = backlogOf({ bytes: 65_536 }, new FakeClock());
    expect(backlog.isOver()).toBe(false);
  });

  /** The lab over a connection whose far end reads only when the test says so. */
  function openLab(environment: Record<string, string>) {
    const config = readConfig(environment);
    const clock = new FakeClock();
    const runs = new Runs(clock, config.limits);
    const app = labApp();
    const wire = { runs: 0, allocatedBytes: 0, feeds: 0 };
    const counts = () => ({ connections: 1, carriers: 1, runs: { begun: 1, ...runs.tally }, wire });
    const logs = new RunLogs(clock, config.limits, () => true);
    const places = new Places(config);
    const bulkReports = new BulkReports();
    const lab: Lab = { config, clock, runs, logs, bulkReports, places, counts, tlsCert: '' };
    const onRequest = answerRequests({
      setHeaders: () => {},
      checkAtDoor: () => {},
      fetch: (request, env) => app.fetch(request, { ...env, lab }),
    });
    const server = createServer(onRequest);
    const get = (target: string) => {
      const connection = new PausableConnection();
      server.emit('connection', connection);
      connection.push(`GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      return connection;
    };
    return { clock, runs, get };
  }

  test('holds up its stream; let go of, it leaves the reason with the run', async () => {
    const { clock, runs, get } = openLab({ UNREAD_BYTES_MAX: '65536' });
    const id = newRunId();
    const connection = get(`/live/sse?run=${id}&tokens=2000&intervalMs=0`);
    await until('it is held up', async () => {
      await clock.advance(1);
      return connection.writableLength > 65_536;
    });
    const run = runs.find(id);
    const produced = run?.tokensProduced ?? 0;
    await clock.advance(9000);
    expect(run).toMatchObject({ phase: 'running', tokensProduced: produced });
    await clock.advance(1000);
    expect(run?.toState()).toMatchObject({
      state: 'evicted',
      reason: 'slow: the reader left more than 65536 bytes unread for 10000 ms',
      tokensProduced: produced,
    });
    expect(produced).toBeLessThan(2000);
    expect(connection.destroyed).toBe(true);
    expect(run?.carriers.size).toBe(0);
  });

  test('that reads again in time gets everything', async () => {
    const { clock, runs, get } = openLab({ UNREAD_BYTES_MAX: '65536' });
    const id = newRunId();
    const connection = get(`/live/ndjson?run=${id}&tokens=2000&intervalMs=0`);
    await until('it is held up', async () => {
      await clock.advance(1);
      return connection.writableLength > 65_536;
    });
    await clock.advance(5000);
    connection.readOn();
    await until('it is done', async () => {
      await clock.advance(1);
      return runs.find(id)?.phase === 'done';
    });
    expect(connection.text).toContain('{"type":"end","tokens":2000}\n');
    expect(connection.text.match(/"delta"/g)).toHaveLength(2000);
  });

  test('and goes away is noticed although nothing drains any more', async () => {
    const { clock, runs, get } = openLab({ UNREAD_BYTES_MAX: '65536' });
    const id = newRunId();
    const connection = get(`/live/chunked?run=${id}&tokens=2000&intervalMs=0&seed=3`);
    connection.destroy();
    await settled();
    expect(runs.find(id)?.phase).toBe('aborted');
    expect(clock.pending).toBe(1);
  });
});

/** A connection that takes bytes and passes nothing on until `readOn` is called. */
class PausableConnection extends Duplex {
  text = '';
  #held: (() => void) | undefined;
  #isReading = false;

  readOn(): void {
    this.#isReading = true;
    this.#held?.();
  }

  override _read(): void {}

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.text += bytes.toString();
    if (this.#isReading) done();
    else this.#held = done;
  }
}
