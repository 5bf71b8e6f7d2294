import { FAULTS_PER_RUN_MAX, readFaults } from '#contract/faults.ts';
import {
  describeRange,
  NUMBER_PARAMETERS,
  type NumberParameter,
  type NumberRange,
  readNumber,
} from '#contract/parameters.ts';
import { isTransportId, TRANSPORT_IDS } from '#contract/transports.ts';
import type { RunSetup } from '../experiment/setup.ts';

/** The lab's knobs, as the address bar holds them. */

/** Pause between two short polls: a knob of the client, so its range is ours. */
export const POLL_RANGE: NumberRange = {
  min: 50,
  max: 5000,
  fallback: 250,
  unit: 'ms',
  meaning: 'pause between two short polls',
};

export const DEFAULT_STATE: RunSetup = {
  transport: 'sse',
  origin: 'h1',
  tokens: NUMBER_PARAMETERS.tokens.fallback,
  intervalMs: 100,
  seed: NUMBER_PARAMETERS.seed.fallback,
  pollMs: POLL_RANGE.fallback,
  faults: undefined,
  onEnd: 'close',
  stop: 'abort',
  cut: true,
};

const NUMBER_KNOBS: Record<NumberParameter | 'pollMs', NumberRange> = {
  ...NUMBER_PARAMETERS,
  pollMs: POLL_RANGE,
};

/**
 * Reads a query string. What cannot be used keeps its default and is complained
 * about in a sentence; unknown parameters are left alone.
 */
export function readLabState(search: string): { state: RunSetup; complaints: string[] } {
  const query = new URLSearchParams(search);
  const state: RunSetup = { ...DEFAULT_STATE };
  const complaints: string[] = [];

  const transport = query.get('transport');
  if (isTransportId(transport)) state.transport = transport;
  else if (transport !== null)
    complaints.push(complain('transport', transport, TRANSPORT_IDS.join(', ')));

  for (const [name, range] of Object.entries(NUMBER_KNOBS) as [
    keyof typeof NUMBER_KNOBS,
    NumberRange,
  ][]) {
    const text = query.get(name);
    if (text === null) continue;
    const reading = readNumber(text, range);
    if (reading.ok) state[name] = reading.value;
    else complaints.push(complain(name, reading.found, reading.allowed));
  }

  const faults = query.get('faults');
  if (faults !== null && faults !== '') {
    if (readFaults(faults)) state.faults = faults;
    else complaints.push(complain('faults', faults, FAULTS_ALLOWED));
  }

  for (const [name, words] of [
    ['origin', ['h1', 'h2']],
    ['stop', ['abort', 'delete']],
    ['onEnd', ['close', 'wait']],
  ] as const) {
    const text = query.get(name);
    if (text === null) continue;
    if ((words as readonly string[]).includes(text)) Object.assign(state, { [name]: text });
    else complaints.push(complain(name, text, words.join(' or ')));
  }
  return { state, complaints };
}

export const FAULTS_ALLOWED = `up to ${FAULTS_PER_RUN_MAX} cuts like reset_peer:14,reset_peer:30`;

/** Checks what was typed into a number knob; the sentence is the one a 400 carries. */
export function checkKnob(name: keyof typeof NUMBER_KNOBS, text: string): number | string {
  const reading = readNumber(text, NUMBER_KNOBS[name]);
  return reading.ok ? reading.value : `Needs ${describeRange(NUMBER_KNOBS[name])}.`;
}

/** The shortest query string that leads back to this state. */
export function formatLabState(state: RunSetup): string {
  const query = new URLSearchParams({ transport: state.transport });
  for (const name of [
    'origin',
    'tokens',
    'intervalMs',
    'seed',
    'pollMs',
    'faults',
    'onEnd',
    'stop',
  ] as const) {
    const value = state[name];
    if (value !== undefined && value !== DEFAULT_STATE[name]) query.set(name, String(value));
  }
  return `?${query.toString().replaceAll('%3A', ':').replaceAll('%2C', ',')}`;
}

function complain(name: string, found: string, allowed: string): string {
  return `The address says ${name}=${found.slice(0, 60)}; ${name} takes ${allowed}. The default is used.`;
}
