import { BULK_BYTES } from '#contract/bulk.ts';
import { type ArmedFault, FAULTS, readFaults } from '#contract/faults.ts';
import {
  describeRange,
  NUMBER_PARAMETERS,
  type NumberParameter,
  type NumberRange,
  PROMPT_MAX_CHARACTERS,
  RUN_ID_ALLOWED,
  RUN_ID_PATTERN,
  readNumber,
} from '#contract/parameters.ts';
import type { LiveContext } from './lab.ts';
import { badParameter, misusedParameter, ProblemError, quote } from './problems.ts';
import { readJsonBody } from './read-body.ts';

/** What a request asks for, after every parameter has been checked. */
export interface Ask {
  /** Run id, or null where the client sent none. */
  readonly run: string | null;
  readonly tokens: number;
  readonly intervalMs: number;
  readonly seed: number;
  readonly faults: readonly ArmedFault[];
}

/** A poll cannot do without a run id, and says how many tokens the client has. */
export interface PollAsk extends Ask {
  readonly run: string;
  readonly cursor: number;
}

const COMMON = ['run', 'tokens', 'intervalMs', 'seed', 'faults'] as const;

/** Reads the common parameters from the query. @throws {ProblemError} 400 */
export function readAsk(c: LiveContext): Ask {
  return toAsk(readQuery(c, COMMON));
}

/**
 * Reads the common parameters and `lastEventId`, which stands in for the header
 * where a client cannot send one. @throws {ProblemError} 400
 */
export function readEventsAsk(c: LiveContext): { ask: Ask; lastEventId: string | undefined } {
  const values = readQuery(c, [...COMMON, 'lastEventId']);
  return { ask: toAsk(values), lastEventId: values.get('lastEventId') };
}

/** Reads the common parameters and `cursor`. @throws {ProblemError} 400 */
export function readPollAsk(c: LiveContext): PollAsk {
  const values = readQuery(c, [...COMMON, 'cursor']);
  const ask = toAsk(values);
  if (ask.run === null) throw misusedParameter('run', 'missing', RUN_ID_ALLOWED);
  const range = { min: 0, max: ask.tokens, fallback: 0, unit: '', meaning: '' } as const;
  return { ...ask, run: ask.run, cursor: toNumber('cursor', values.get('cursor'), range) };
}

/**
 * Reads the common parameters of `POST /live/sse` from the query and the JSON
 * body together, and checks that the body has a prompt.
 *
 * @throws {ProblemError} 400, 413 or 415
 */
export async function readPromptAsk(c: LiveContext): Promise<Ask> {
  const values = readQuery(c, COMMON);
  const { prompt, ...fields } = await readJsonBody(c);
  checkPrompt(prompt);
  for (const [name, value] of Object.entries(fields)) {
    refuseUnknown(name, [...COMMON, 'prompt']);
    if (values.has(name)) {
      throw misusedParameter(name, 'in the query and in the body', 'one of the two places');
    }
    values.set(name, toText(name, value));
  }
  return toAsk(values);
}

/** Reads `run`, which ties a request to the inspector, and numbers of its own. @throws {ProblemError} 400 */
export function readRunAnd<Name extends string>(
  c: LiveContext,
  ranges: Record<Name, NumberRange>,
): Record<Name, number> & { run: string | null } {
  const values = readQuery(c, ['run', ...Object.keys(ranges)]);
  const run = values.get('run');
  const numbers = Object.fromEntries(
    Object.entries<NumberRange>(ranges).map(([name, range]) => [
      name,
      toNumber(name, values.get(name), range),
    ]),
  ) as Record<Name, number>;
  return { ...numbers, run: run === undefined ? null : toRunId(run) };
}

/** Reads `run`, `bytes`, and `report`, which is spelled as a run id is. @throws {ProblemError} 400 */
export function readBulkAsk(c: LiveContext): { bytes: number; report: string | null } {
  const values = readQuery(c, ['run', 'bytes', 'report']);
  const { run, report, bytes } = Object.fromEntries(values);
  if (run !== undefined) toRunId(run);
  return {
    bytes: toNumber('bytes', bytes, BULK_BYTES),
    report: report === undefined ? null : toRunId(report, 'report'),
  };
}

/** Reads the id of a path such as /live/runs/:run. @throws {ProblemError} 400 */
export function readRunId(c: LiveContext, name = 'run'): string {
  readQuery(c, []);
  return toRunId(c.req.param(name) ?? '', name);
}

function toAsk(values: ReadonlyMap<string, string>): Ask {
  const run = values.get('run');
  return {
    run: run === undefined ? null : toRunId(run),
    tokens: toNumber('tokens', values.get('tokens')),
    intervalMs: toNumber('intervalMs', values.get('intervalMs')),
    seed: toNumber('seed', values.get('seed')),
    faults: toFaults(values.get('faults')),
  };
}

function toRunId(text: string, name = 'run'): string {
  if (RUN_ID_PATTERN.test(text)) return text;
  throw badParameter(name, text, RUN_ID_ALLOWED);
}

function toNumber(name: NumberParameter, text: string | undefined): number;
function toNumber(name: string, text: string | undefined, range: NumberRange): number;
function toNumber(
  name: string,
  text: string | undefined,
  range: NumberRange = NUMBER_PARAMETERS[name as NumberParameter],
): number {
  if (text === undefined) return range.fallback;
  const reading = readNumber(text, range);
  if (reading.ok) return reading.value;
  throw badParameter(name, text, describeRange(range));
}

function toFaults(text: string | undefined): ArmedFault[] {
  if (text === undefined) return [];
  const faults = readFaults(text);
  if (faults !== undefined) return faults;
  const names = Object.keys(FAULTS).join(', ');
  throw badParameter('faults', text, `name:afterToken, separated by commas; the names: ${names}`);
}

/** The prompt decides nothing here, but a client that forgets it would fail at any LLM API. */
function checkPrompt(prompt: unknown): void {
  const allowed = `a text of 1 to ${PROMPT_MAX_CHARACTERS} characters`;
  if (prompt === undefined) throw misusedParameter('prompt', 'missing', allowed);
  if (typeof prompt !== 'string') throw badParameter('prompt', JSON.stringify(prompt), allowed);
  if (prompt.length >= 1 && prompt.length <= PROMPT_MAX_CHARACTERS) return;
  throw misusedParameter('prompt', `${prompt.length} characters long`, allowed);
}

/** A body field as the query would spell it, so that one set of rules checks both. */
function toText(name: string, value: unknown): string {
  const expected = name === 'run' || name === 'faults' ? 'string' : 'number';
  if (typeof value === expected) return String(value);
  throw misusedParameter(name, `the JSON ${JSON.stringify(value)}`, `a JSON ${expected}`);
}

/**
 * The query as the client spelled it. URLSearchParams would forgive what has to
 * be refused here: a name given twice, or a percent sign that begins no byte.
 */
function readQuery(c: LiveContext, allowed: readonly string[]): Map<string, string> {
  const values = new Map<string, string>();
  const target = c.env.incoming.url ?? '';
  const query = target.includes('?') ? target.slice(target.indexOf('?') + 1) : '';
  for (const pair of query.split('&').filter(Boolean)) {
    const equals = pair.includes('=') ? pair.indexOf('=') : pair.length;
    const rawName = pair.slice(0, equals);
    const name = decode(rawName, rawName);
    refuseUnknown(name, allowed);
    if (values.has(name)) throw misusedParameter(name, 'given more than once', 'one value');
    values.set(name, decode(name, pair.slice(equals + 1)));
  }
  return values;
}

function decode(name: string, text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw badParameter(name, text, 'percent-encoded UTF-8, in which a percent sign is %25');
  }
}

function refuseUnknown(name: string, allowed: readonly string[]): void {
  if (allowed.includes(name)) return;
  const list = allowed.length > 0 ? allowed.join(', ') : 'none';
  const detail = `There is no parameter ${quote(name)}; allowed here: ${list}.`;
  throw new ProblemError(400, detail, { parameter: name, found: name, allowed: list });
}
