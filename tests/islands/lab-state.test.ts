import { describe, expect, it } from 'vitest';
import {
  checkKnob,
  DEFAULT_STATE,
  formatLabState,
  readLabState,
} from '../../src/islands/lab/lab-state.ts';

describe('the lab address', () => {
  it('leads back to the state it was made from', () => {
    const state = {
      ...DEFAULT_STATE,
      transport: 'websocket',
      origin: 'h2',
      tokens: 120,
      intervalMs: 0,
      seed: 7,
      faults: 'reset_peer:14,reset_peer:30',
      stop: 'delete',
      onEnd: 'wait',
    } as const;
    expect(readLabState(formatLabState(state))).toEqual({ state, complaints: [] });
  });

  it('names only what differs from the default', () => {
    expect(formatLabState(DEFAULT_STATE)).toBe('?transport=sse');
  });

  it('keeps the default for what it cannot use, and says so', () => {
    const { state, complaints } = readLabState(
      '?transport=carrier-pigeon&tokens=0&seed=1.5&faults=meteor:3&stop=maybe&utm=x',
    );
    expect(state).toEqual(DEFAULT_STATE);
    expect(complaints).toHaveLength(5);
    expect(complaints[1]).toBe(
      'The address says tokens=0; tokens takes a whole number from 1 to 2000. The default is used.',
    );
  });
});

describe('a number knob', () => {
  it('takes what the server takes', () => {
    expect(checkKnob('tokens', '2000')).toBe(2000);
  });
  it('refuses the rest with the sentence of a 400', () => {
    expect(checkKnob('intervalMs', '5001')).toBe('Needs a whole number from 0 to 5000 ms.');
    expect(checkKnob('tokens', '')).toBe('Needs a whole number from 1 to 2000.');
    expect(checkKnob('seed', '-1')).toMatch('0 to 4294967295');
  });
});
