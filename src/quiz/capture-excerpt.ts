import { excerptOf, type PrintedSpan } from '../components/excerpt.ts';
import type { QuestionOf } from '../content-checks/question-schema.ts';
import { type Capture, replayed } from '../islands/experiment/capture.ts';
import type { WireRow, WireSpan } from './item.ts';

type Excerpt = { ok: true; rows: WireRow[]; target: number } | { ok: false; problem: string };

type Wanted = Pick<QuestionOf<'click-span'>, 'span' | 'holding' | 'spanNth'>;

/** The recorded bytes that a click-span question shows, or why it cannot be asked. */
export function excerptFor(question: QuestionOf<'click-span'>, capture: Capture): Excerpt {
  const printed = excerptOf(replayed(capture).wire, question);
  if (printed.length === 0) {
    const problem = `no line number ${question.nth} of the capture "${question.capture}" holds "${question.from}".`;
    return { ok: false, problem };
  }
  const spans = printed.flatMap((row) => row.spans);
  const [target, ...doubles] = matches(spans, question);
  if (target === undefined) {
    return { ok: false, problem: `${inWords(question)} is not among the rows that are shown.` };
  }
  if (doubles.length > 0 && question.spanNth === undefined) {
    const count = doubles.length + 1;
    const problem = `${inWords(question)} is there ${count} times; say more in holding, or which one in spanNth.`;
    return { ok: false, problem };
  }
  const lost = question.others.find((other) => matches(spans, other).length === 0);
  if (lost) {
    return { ok: false, problem: `others has ${inWords(lost)}, which is not among the rows.` };
  }

  const feedback = new Map<number, string>();
  for (const other of question.others) {
    for (const at of matches(spans, other)) {
      if (at !== target && !feedback.has(at)) feedback.set(at, other.feedback);
    }
  }
  let number = 0;
  const rows = printed.map(({ kind, spans: own }) => ({
    kind,
    spans: own.map((span) => toWireSpan(span, feedback.get(number++))),
  }));
  return { ok: true, rows, target };
}

/** Numbers of the spans that fit: all, or with spanNth that one. */
function matches(spans: readonly PrintedSpan[], { span: kind, holding = '', spanNth }: Wanted) {
  const fit = spans.flatMap(({ span, text }, at) =>
    span?.kind === kind && text.includes(holding) ? [at] : [],
  );
  return spanNth === undefined ? fit : fit.slice(spanNth - 1, spanNth);
}

function inWords({ span, holding, spanNth }: Wanted): string {
  const which = spanNth === undefined ? 'the span' : `span number ${spanNth}`;
  return `${which} "${span}"${holding === undefined ? '' : ` holding "${holding}"`}`;
}

/** Where nothing was written about a wrong click, it says what was clicked. */
function toWireSpan({ text, kind, span }: PrintedSpan, feedback: string | undefined): WireSpan {
  if (!span) return { text, kind };
  const { label, clause, why } = span;
  return { text, kind, label, clause, feedback: feedback ?? why ?? '' };
}
