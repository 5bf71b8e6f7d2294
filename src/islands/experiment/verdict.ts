import type { ClientStop } from '#contract/run-state.ts';
import { errorCode } from '../../dissect/http2-names.ts';
import { measure } from './measure.ts';
import { PROBES } from './probes.ts';
import { type Recording, toProbeInput } from './recording.ts';
import type { Inquiry, Question } from './setup.ts';

/** What a finished run answers, and how that stands to what the learner said. */
export interface Verdict {
  standing: 'right' | 'wrong' | 'unasked' | 'open';
  /** Which outcome the run had; undefined where it does not answer the question. */
  outcome: string | undefined;
  /** The learner's words, when they were wrong. */
  said: string | undefined;
  text: string;
}

/** Undefined while the run lasts. */
export function judge(
  inquiry: Inquiry,
  recording: Recording,
  prediction: string | undefined,
): Verdict | undefined {
  if (recording.ending === 'running') return undefined;
  const probe = PROBES[inquiry.probe];
  const outcome = probe.read(toProbeInput(recording));
  if (outcome === undefined) return noVerdict(probe.inconclusive);
  return weigh(inquiry, outcome, prediction, fillIn(inquiry.verdicts[outcome] ?? '', recording));
}

/** @param text what to do to get an answer */
export function noVerdict(text: string): Verdict {
  return { standing: 'open', outcome: undefined, said: undefined, text };
}

/** How an outcome stands to what the learner said. @param text what the experiment says about it */
export function weigh(
  { predictions }: Question,
  outcome: string,
  prediction: string | undefined,
  text: string,
): Verdict {
  if (prediction === undefined) return { standing: 'unasked', outcome, said: undefined, text };
  if (prediction === outcome) return { standing: 'right', outcome, said: undefined, text };
  const said = predictions.find((option) => option.outcome === prediction)?.label;
  return { standing: 'wrong', outcome, said, text };
}

/** Replaces `{firstMs}` and its like by what was measured; an en dash where nothing was. */
export function fillIn(text: string, recording: Recording): string {
  const measured: Record<string, number | string | undefined> = {
    ...measure(recording),
    tokens: recording.setup.tokens,
    produced: recording.server?.tokensProduced,
    stop: recording.server?.clientStop ? stopWords(recording.server.clientStop) : undefined,
  };
  return fillWith(text, measured);
}

/** How the client left, as an engineer says it: `FIN`, `RST_STREAM CANCEL (0x8)`, `close frame 1000`. */
export function stopWords(stop: ClientStop): string {
  if (stop.kind === 'RST_STREAM') return `RST_STREAM ${errorCode(stop.code).name}`;
  return stop.kind === 'close-frame' ? `close frame ${stop.code}` : stop.kind;
}

/** Replaces `{name}` by the value of that name with its unit; an en dash where there is none. */
export function fillWith(
  text: string,
  values: Readonly<Record<string, number | boolean | string | undefined>>,
): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => formatValue(name, values[name]));
}

/** A value as a reader wants it: what ends in `Ms` or `Bytes` brings its unit along. */
export function formatValue(name: string, value: number | boolean | string | undefined): string {
  if (value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (name.endsWith('Ms')) return formatMs(value);
  return name.endsWith('Bytes') ? formatBytes(value) : groupDigits(value);
}

/** `9 ms`, `33.4 ms`, `1 014 ms`: one decimal below 100 ms, narrow spaces from a thousand on. */
export function formatMs(ms: number): string {
  if (ms < 9.95) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 99.95) return `${ms.toFixed(1)} ms`;
  return `${groupDigits(Math.round(ms))} ms`;
}

/** `917 B`, `64.0 KiB`, `7.5 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${kib.toFixed(1)} KiB` : `${(kib / 1024).toFixed(1)} MiB`;
}

/** Narrow no-break spaces from a thousand on: a number is not broken at the end of a line. */
function groupDigits(value: number): string {
  const [whole = '', rest] = String(value).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, '\u202f');
  return rest ? `${grouped}.${rest}` : grouped;
}
