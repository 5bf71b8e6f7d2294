import { describe, expect, it } from 'vitest';
import type { Origins } from '#contract/origins.ts';
import type { WireRecord } from '#contract/wire-record.ts';
import { define } from '../../../src/procedures/definition.ts';
import type { ProcedureEvent, ProcedureLab } from '../../../src/transports/procedures/procedure.ts';
import { runProcedure } from '../../../src/transports/procedures/run-procedure.ts';
import { startServer, until } from '../../live-server/support/live-server.ts';

/** For the one test that waits for it; the others end by themselves long before. */
const SHORT_LIMIT_MS = 400;
const LIMIT_MS = 60_000;

const definition = define({
  family: 'sse',
  facts: { opened: { label: 'open', type: 'number' } },
  options: {},
  timeLimitMs: LIMIT_MS,
  outcomes: ['one', 'two'],
  read: () => undefined,
  inconclusive: 'Run again.',
  alsoShow: [],
});

type Lab = ProcedureLab<typeof definition>;

async function start(script: (lab: Lab) => Promise<void>, timeLimitMs = LIMIT_MS) {
  const server = await startServer();
  const origins: Origins = { h1: { origin: server.labOrigin, up: true }, h2: null };
  const events: ProcedureEvent[] = [];
  const stop = new AbortController();
  const { ended, wireDone } = runProcedure(
    { definition: { ...definition, timeLimitMs }, run: script },
    { origins, options: {}, site: server.siteOrigin },
    stop.signal,
    (event) => events.push(event),
  );
  return { server, events, stop, ended, wireDone };
}

function streamOf(lab: Lab, run = lab.newRun('a stream')): Promise<void> {
  const source = lab.eventSource(
    `${lab.origin('h1')}/live/sse?run=${run}&tokens=500&intervalMs=50`,
  );
  return new Promise((resolve) => source.addEventListener('open', () => resolve()));
}

const textOf = (records: readonly WireRecord[]) => records.map(({ bytes }) => atob(bytes)).join('');

const told = (events: ProcedureEvent[], type: ProcedureEvent['type']) =>
  events.filter((event) => event.type === type);

describe('a procedure', () => {
  it('tells what happened in its order, and the last statement of a fact counts', async () => {
    const { events, ended } = await start(async (lab) => {
      const lane = lab.lane('stream 1', { family: 'sse', origin: 'h1' });
      lane.asked('GET');
      lane.answered('200');
      lane.data(7, 'event 1');
      lab.fact('opened', 1);
      lab.fact('opened', 1.2345);
    });
    expect(await ended).toBe('end');
    expect(events).toEqual([
      { type: 'lane', lane: 0, label: 'stream 1', family: 'sse', origin: 'h1' },
      { type: 'lane-event', lane: 0, event: { type: 'asked', what: 'GET' } },
      { type: 'lane-event', lane: 0, event: { type: 'answered', what: '200' } },
      { type: 'lane-event', lane: 0, event: { type: 'data', sizeBytes: 7, what: 'event 1' } },
      { type: 'fact', name: 'opened', value: 1 },
      { type: 'fact', name: 'opened', value: 1.2 },
      // What is still open at the end is closed with it, and says so.
      { type: 'lane-event', lane: 0, event: { type: 'closed', what: 'closed' } },
    ]);
  });

  it('stamps what became known late', async () => {
    const { events, ended } = await start(async (lab) => {
      const lane = lab.lane('server', { family: 'sse', origin: 'h1' });
      lane.asked('GET');
      lane.ago(40).data(7);
      lane.ended();
    });
    expect(await ended).toBe('end');
    expect(told(events, 'lane-event').slice(1)).toEqual([
      { type: 'lane-event', lane: 0, event: { type: 'data', sizeBytes: 7 }, agoMs: 40 },
      { type: 'lane-event', lane: 0, event: { type: 'ended', what: 'end' } },
    ]);
  });

  it.each(['its end', 'Stop', 'its time limit', 'an error'])(
    'leaves no connection open after %s',
    async (how) => {
      let opened = 0;
      const { server, stop, ended } = await start(
        async (lab) => {
          const origin = lab.origin('h1');
          const socket = lab.webSocket(`${origin}/live/websocket?tokens=500&intervalMs=50`);
          await Promise.all([
            streamOf(lab),
            new Promise((resolve) => socket.addEventListener('open', resolve)),
            lab.fetch(`${origin}/live/chunked?tokens=500&intervalMs=50`),
          ]);
          opened = 3;
          if (how === 'an error') throw new Error('broken');
          if (how === 'Stop') stop.abort();
          if (how !== 'its end') await new Promise(() => {});
        },
        how === 'its time limit' ? SHORT_LIMIT_MS : LIMIT_MS,
      );
      const ending = await ended.catch((error: Error) => error.message);
      const words = { 'its end': 'end', Stop: 'stopped', 'its time limit': 'timed-out' };
      expect(ending).toBe(words[how as keyof typeof words] ?? 'broken');
      if (how !== 'its time limit') expect(opened).toBe(3);
      await until('nothing is carried', () => server.counts().carriers === 0);
    },
  );

  it('opens nothing any more after Stop, and tells nothing', async () => {
    let lab: Lab | undefined;
    const { events, stop, ended } = await start(async (given) => {
      lab = given;
      await given.sleep(60_000);
    });
    stop.abort();
    expect(await ended).toBe('stopped');
    expect(() => lab?.eventSource('http://localhost:1/')).toThrow();
    expect(() => lab?.fetch('http://localhost:1/')).toThrow();
    lab?.fact('opened', 3);
    lab?.lane('late', { family: 'sse', origin: 'h1' }).asked('GET');
    expect(events).toEqual([]);
  });

  it('counts the connections of a run by what the tap saw, and brings their bytes', async () => {
    let seen = 0;
    const { events, ended, wireDone } = await start(async (lab) => {
      const run = lab.newRun('two streams');
      await Promise.all([streamOf(lab, run), streamOf(lab, run)]);
      await until('the tap tells', () => lab.tapped(run).connections === 2);
      seen = lab.tapped(run).connectionsAtOnce;
    });
    expect(await ended).toBe('end');
    expect(seen).toBe(2);
    await wireDone;
    expect(told(events, 'wire').length).toBeGreaterThan(4);
  });

  it('follows more runs than feeds may be open at once', async () => {
    const { events, ended, wireDone } = await start(async (lab) => {
      const runs = Array.from({ length: 5 }, (_, i) => lab.newRun(`run ${i}`));
      for (const run of runs) {
        const url = `${lab.origin('h1')}/live/chunked?run=${run}&tokens=2&intervalMs=0`;
        await (await lab.fetch(url)).text();
      }
    });
    expect(await ended).toBe('end');
    await wireDone;
    const seen = new Set(told(events, 'wire').map((event) => 'run' in event && event.run));
    expect(seen.size).toBe(5);
  });

  it('brings everything of a run, and waits for what must still come', async () => {
    let seen: readonly WireRecord[] = [];
    const { ended } = await start(async (lab) => {
      const run = lab.newRun('one answer');
      const url = `${lab.origin('h1')}/live/chunked?run=${run}&tokens=3&intervalMs=0`;
      const whole = lab.records(run, (records) => textOf(records).includes('0\r\n\r\n'));
      await (await lab.fetch(url)).text();
      seen = await whole;
    }, 10_000);
    expect(await ended).toBe('end');
    expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, i) => i + 1));
    expect(textOf(seen)).toMatch(/^GET \/live\/chunked[\s\S]*0\r\n\r\n$/);
  });

  it('what is told late says how long ago it was', async () => {
    const { events } = await start(async (lab) => {
      const lane = lab.lane('stream 1', { family: 'sse', origin: 'h1' });
      lane.ago(40).note('103');
    });
    await until('it is told', () => told(events, 'lane-event').length === 1);
    expect(events[1]).toEqual({
      type: 'lane-event',
      lane: 0,
      event: { type: 'note', what: '103' },
      agoMs: 40,
    });
  });

  it('says so where the HTTP/2 origin is not there', async () => {
    const { ended } = await start(async (lab) => {
      lab.origin('h2');
    });
    await expect(ended).rejects.toThrow('runs without TLS');
  });
});
