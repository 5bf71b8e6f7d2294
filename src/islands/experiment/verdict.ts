import { measure } from './measure.ts';
import { PROBES } from './probes.ts';
import { type Recording, toProbeInput } from './recording.ts';
import type { Inquiry } from './setup.ts';

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
  if (outcome === undefined) {
    return { standing: 'open', outcome, said: undefined, text: probe.inconclusive };
  }
  const text = fillIn(inquiry.verdicts[outcome] ?? '', recording);
  if (prediction === undefined) return { standing: 'unasked', outcome, said: undefined, text };
  if (prediction === outcome) return { standing: 'right', outcome, said: undefined, text };
  const said = inquiry.predictions.find((option) => option.outcome === prediction)?.label;
  return { standing: 'wrong', outcome, said, text };
}

/** Replaces `{firstMs}` and its like by what was measured; an en dash where nothing was. */
export function fillIn(text: string, recording: Recording): string {
  const measured: Record<string, number | undefined> = {
    ...measure(recording),
    tokens: recording.setup.tokens,
    produced: recording.server?.tokensProduced,
  };
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = measured[name];
    if (value === undefined) return '–';
    return name.endsWith('Ms') ? formatMs(value) : String(value);
  });
}

/** `9 ms`, `33.4 ms`, `1 014 ms`: one decimal below 100 ms, thin spaces from a thousand on. */
export function formatMs(ms: number): string {
  if (ms < 9.95) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 99.95) return `${ms.toFixed(1)} ms`;
  return `${Math.round(ms)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, '\u2009')} ms`;
}
