import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../live-server/config.ts';
import { RunLog } from '../../../live-server/tap/run-log.ts';
import { RunLogs } from '../../../live-server/tap/run-logs.ts';
import { FakeClock } from '../support/fake-clock.ts';

const ID = 'a'.repeat(22);

function logOf(environment: Record<string, string> = {}): RunLog {
  return new RunLog(ID, readConfig(environment).limits, { take: () => true }, 0);
}

function logsOf(environment: Record<string, string>, isFinal = true) {
  const clock = new FakeClock();
  return { clock, logs: new RunLogs(clock, readConfig(environment).limits, () => isFinal) };
}

describe('the log of a run', () => {
  test('gives back every record as it was, whatever their sizes', () => {
    const log = logOf();
    const sizes = [0, 1, 4095, 4096, 4097, 90_000, 3, 300_000, 5];
    const records = sizes.map((size, i) => Buffer.alloc(size, i + 1));
    for (const [i, bytes] of records.entries()) log.record('outbound', 1, bytes, 10 + i);
    expect(log.length).toBe(sizes.length);
    for (const [i, bytes] of records.entries()) {
      expect(log.entry(i + 1)).toEqual({
        type: 'record',
        connectionId: 1,
        streamId: null,
        seq: i + 1,
        direction: 'outbound',
        atMs: i,
        bytes: bytes.toString('base64'),
      });
    }
  });

  test('keeps a copy: what happens to the bytes later does not show', () => {
    const log = logOf();
    const bytes = Buffer.from('before');
    log.record('inbound', 1, bytes, 0);
    bytes.fill('x');
    expect(log.entry(1)).toMatchObject({ bytes: Buffer.from('before').toString('base64') });
  });

  test('numbers connections from 1 in the order in which they come', () => {
    const log = logOf();
    const [a, b] = [{}, {}];
    expect([a, b, a, b].map((connection) => log.connectionId(connection))).toEqual([1, 2, 1, 2]);
  });

  test('bytes over the limit are counted, and what comes after a gap is not kept either', () => {
    const log = logOf({ WIRE_BYTES_PER_RUN_MAX: '1024' });
    for (const size of [1000, 25, 24]) log.record('outbound', 1, Buffer.alloc(size), 0);
    log.settle();
    expect(Array.from({ length: log.length }, (_, i) => log.entry(i + 1))).toMatchObject([
      { type: 'record', seq: 1 },
      { type: 'not-kept', seq: 2, direction: 'outbound', sizeBytes: 25 },
      { type: 'not-kept', seq: 3, direction: 'outbound', sizeBytes: 24 },
    ]);
  });

  test('what is not kept is said at once, when the sum has doubled, and in the end: to the byte', () => {
    const log = logOf({ WIRE_RECORDS_PER_RUN_MAX: '1' });
    log.record('inbound', 1, Buffer.alloc(5), 0);
    for (let i = 0; i < 1000; i++) log.record('outbound', 1, Buffer.alloc(7), 1);
    log.record('inbound', 1, Buffer.alloc(3), 2);
    log.settle();
    log.settle();
    const entries = Array.from({ length: log.length }, (_, i) => log.entry(i + 1));
    expect(entries.length).toBeLessThan(16);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1));
    const lost = { inbound: 0, outbound: 0 };
    for (const entry of entries) {
      if (entry.type === 'not-kept') lost[entry.direction] += entry.sizeBytes;
    }
    expect(lost).toEqual({ inbound: 3, outbound: 7000 });
  });

  test('without any memory it still says so', () => {
    const log = new RunLog(ID, readConfig({}).limits, { take: () => false }, 0);
    log.record('inbound', 1, Buffer.alloc(5), 0);
    expect(log.entry(1)).toEqual({ type: 'not-kept', seq: 1, direction: 'inbound', sizeBytes: 5 });
  });

  test('the number of entries is bounded, closings included', () => {
    const log = logOf({ WIRE_RECORDS_PER_RUN_MAX: '10' });
    for (let i = 0; i < 5000; i++) {
      log.record('inbound', i, Buffer.alloc(1), 0);
      log.close(i, 'client-fin', 0);
    }
    expect(log.length).toBeLessThan(1100);
  });
});

describe('the logs of all runs', () => {
  const fill = (logs: RunLogs, id: string, size: number) =>
    logs.begin(id)?.record('inbound', 1, Buffer.alloc(size), 1000);

  test('the oldest idle one makes room for another; what somebody fills or reads stays', () => {
    const { logs } = logsOf({ WIRE_BYTES_MAX: String(3 * 4096) });
    fill(logs, 'filled', 4000);
    fill(logs, 'read', 4000);
    fill(logs, 'idle', 4000);
    const filled = logs.find('filled');
    if (filled) filled.open = 1;
    logs.find('read')?.readers.add(() => {});
    fill(logs, 'next', 4000);
    expect(['filled', 'read', 'idle', 'next'].map((id) => logs.find(id) !== undefined)).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect(logs.allocatedBytes).toBeLessThanOrEqual(3 * 4096);
  });

  test('are bounded in number', () => {
    const { logs } = logsOf({ RUNS_MAX: '10' });
    for (let i = 0; i < 100; i++) fill(logs, `run-${i}`, 1);
    expect(logs.count).toBe(10);
    expect(logs.find('run-99')).toBeDefined();
  });

  test('minutes after its last byte a log is forgotten, and nothing ticks for nobody', async () => {
    const { logs, clock } = logsOf({ WIRE_KEPT_MAX_MS: '60000' });
    fill(logs, 'run', 10);
    await clock.advance(59_000);
    expect(logs.count).toBe(1);
    await clock.advance(8000);
    expect([logs.count, logs.allocatedBytes, clock.pending]).toEqual([0, 0, 0]);
  });

  test('a forgotten log that is still written to takes no memory', () => {
    const { logs } = logsOf({});
    fill(logs, 'run', 10);
    const log = logs.find('run');
    logs.forget('run');
    log?.record('inbound', 1, Buffer.alloc(100_000), 2000);
    expect(logs.allocatedBytes).toBe(0);
    expect(log?.length).toBe(1);
  });
});
