import { describe, expect, it } from 'vitest';
import type { ClientStop } from '#contract/run-state.ts';
import { PROBES, type ProbeInput } from '../../src/islands/experiment/probes.ts';

/** A run of ten tokens, 100 ms apart, that ended well; a case changes what matters to it. */
function run(changes: Partial<ProbeInput> = {}): ProbeInput {
  const indices = Array.from({ length: 10 }, (_, i) => i + 1);
  return {
    tokens: 10,
    intervalMs: 100,
    indices,
    arrivalsMs: indices.map((i) => i * 100),
    reads: 10,
    requests: 1,
    cuts: 0,
    ending: 'end',
    ...changes,
  };
}

const server = {
  run: 'r'.repeat(32),
  transport: 'ndjson',
  reason: null,
  tokens: 10,
  requests: 1,
  httpVersion: '1.1',
  ageMs: 500,
  lastTokenAtMs: 400,
  writableFinished: null,
} as const;

describe('the probe resume', () => {
  const { read } = PROBES.resume;
  it('says nothing about a run without a cut', () => {
    expect(read(run())).toBeUndefined();
  });
  it('sees every token once after a cut', () => {
    expect(read(run({ cuts: 1, requests: 2 }))).toBe('resumed-once');
  });
  it('sees a token missing', () => {
    expect(read(run({ cuts: 1, indices: [1, 2, 3, 5, 6, 7, 8, 9, 10] }))).toBe('lost');
  });
  it('sees a token twice', () => {
    expect(read(run({ cuts: 1, indices: [1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10] }))).toBe('sent-twice');
  });
  it('sees the stream begin anew', () => {
    expect(read(run({ cuts: 1, indices: [1, 2, 3, 1, 2, 3, 4] }))).toBe('restarted');
  });
  it('sees a client that does not come back', () => {
    expect(read(run({ ending: 'error', indices: [1, 2, 3] }))).toBe('ended-for-good');
  });
  it('says nothing when the learner stopped the run', () => {
    expect(read(run({ cuts: 1, ending: 'aborted', indices: [1, 2] }))).toBeUndefined();
  });
});

describe('the probe reads-per-token', () => {
  const { read } = PROBES['reads-per-token'];
  it.each([
    [2, 'fewer-reads'],
    [10, 'one-to-one'],
    [21, 'more-reads'],
  ])('calls %i reads of ten tokens %s', (reads, outcome) => {
    expect(read(run({ reads }))).toBe(outcome);
  });
});

describe('the probe truncation', () => {
  const { read } = PROBES.truncation;
  it('notices an error', () => {
    expect(read(run({ ending: 'error' }))).toBe('noticed');
  });
  it('sees a short stream that looked complete', () => {
    expect(read(run({ indices: [1, 2, 3] }))).toBe('unnoticed');
  });
  it('says nothing about a whole stream', () => {
    expect(read(run())).toBeUndefined();
  });
});

describe('the probe requests', () => {
  const { read } = PROBES.requests;
  it.each([
    [1, 'one'],
    [4, 'fewer-than-tokens'],
    [11, 'one-per-token'],
    [40, 'more-than-tokens'],
  ])('calls %i requests for ten tokens %s', (requests, outcome) => {
    expect(read(run({ requests }))).toBe(outcome);
  });
});

describe('the probe arrival', () => {
  const { read } = PROBES.arrival;
  it('calls an even stream steady', () => {
    expect(read(run())).toBe('steady');
  });
  it('calls groups of tokens bursts', () => {
    const arrivalsMs = [0, 1, 2, 400, 401, 402, 800, 801, 802, 803];
    expect(read(run({ arrivalsMs }))).toBe('bursts');
  });
  it('calls one lump all at once', () => {
    expect(read(run({ arrivalsMs: Array.from({ length: 10 }, (_, i) => 900 + i) }))).toBe(
      'all-at-once',
    );
  });
});

describe('the probes of a stop', () => {
  it('compare what the server made with what arrived', () => {
    const arrivalsMs = [0, 100, 200, 300];
    const stopped = { ending: 'aborted' as const, arrivalsMs };
    const outcomeFor = (tokensProduced: number) =>
      PROBES['server-after-stop'].read(
        run({
          ...stopped,
          server: { ...server, state: 'aborted', tokensProduced, clientStop: null },
        }),
      );
    expect(outcomeFor(5)).toBe('stopped-within-one-token');
    expect(outcomeFor(10)).toBe('ran-on');
  });

  it('name the way in which the stop arrived', () => {
    const clientStop = { kind: 'FIN', atMs: 400, afterToken: 4 } as const;
    const read = (state: 'aborted' | 'stopped', stop: ClientStop | null) =>
      PROBES['stop-arrival'].read(
        run({
          ending: 'aborted',
          server: { ...server, state, tokensProduced: 4, clientStop: stop },
        }),
      );
    expect(read('aborted', clientStop)).toBe('fin');
    const at = { atMs: 9, afterToken: 4 };
    expect(read('aborted', { kind: 'RST_STREAM', code: 8, ...at })).toBe('rst-stream');
    expect(read('aborted', { kind: 'close-frame', code: 1000, ...at })).toBe('close-frame');
    expect(read('stopped', null)).toBe('stop-request');
    expect(read('aborted', null)).toBe('nothing');
  });

  it('say nothing when the run ended by itself', () => {
    expect(PROBES['stop-arrival'].read(run())).toBeUndefined();
  });
});

describe('the probe after-end', () => {
  const { read } = PROBES['after-end'];
  it('sees whether EventSource asked again', () => {
    expect(read(run({ cuts: 1 }))).toBe('asks-again');
    expect(read(run())).toBe('stays-closed');
  });
});
