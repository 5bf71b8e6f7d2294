import '../inspector/spans.css';
import { spansIn } from '../../quiz/grade.ts';
import type { ClickSpanItem, WireSpan } from '../../quiz/item.ts';
import { Inline } from './inline.tsx';
import type { Question } from './question-model.ts';

interface Props {
  question: Question;
  item: ClickSpanItem;
}

const SIDES = { inbound: 'to the server', outbound: 'to the browser' } as const;

/**
 * Recorded bytes whose pieces are picked: one stop of the Tab key; left and right
 * lead from piece to piece as in any group of radios, up and down from row to row.
 */
export function WirePick({ question, item }: Props) {
  const given = question.given.value;
  const [picked] = question.picked.value;
  const spans = spansIn(item);
  let number = 0;
  return (
    <div class="wire-pick">
      <div
        class="printed-wire"
        role="radiogroup"
        aria-label="Recorded bytes"
        // Once its pieces can be picked no more, the box itself is what scrolls by keyboard.
        tabIndex={given ? 0 : undefined}
        onKeyDown={(event) => moveByKey(event, question, item)}
      >
        {item.rows.map(({ kind, spans: own }, row) => (
          <div key={row} class={`row ${kind}`}>
            {(kind === 'inbound' || kind === 'outbound') && (
              <span class="side">
                <span aria-hidden="true">{kind === 'inbound' ? '→' : '←'}</span>
                <span class="visually-hidden">{SIDES[kind]}: </span>
              </span>
            )}
            <code>
              {own.map((span) => {
                const at = number++;
                if (!isPiece(span)) return <span key={at}>{span.text}</span>;
                const mark = given && markOf(at, item.target, picked);
                return (
                  <label key={at} class={`span ${span.kind}`} data-mark={mark}>
                    <input
                      type="radio"
                      name={`piece-${item.id}`}
                      value={at}
                      checked={at === picked}
                      disabled={given !== undefined}
                      aria-label={nameOf(span)}
                      onChange={() => question.pick(at)}
                    />
                    {span.text}
                  </label>
                );
              })}
            </code>
          </div>
        ))}
      </div>
      {given && picked !== item.target && <Said span={spans[picked ?? -1]} sign="✕ Your pick" />}
      {given && (
        <p class="feedback">
          <b>{given.right ? '✓ Your pick, and right.' : '→ The right one.'}</b>{' '}
          <Piece span={spans[item.target]} /> <Inline text={item.feedback} />
        </p>
      )}
    </div>
  );
}

function Said({ span, sign }: { span: WireSpan | undefined; sign: string }) {
  return (
    <p class="feedback wrong">
      <b>{sign}.</b> <Piece span={span} /> <Inline text={span?.feedback ?? ''} />
    </p>
  );
}

function Piece({ span }: { span: WireSpan | undefined }) {
  return (
    <>
      <code>{span?.text}</code>, {span?.label} ({span?.clause}).
    </>
  );
}

function markOf(at: number, target: number, picked: number | undefined) {
  if (at === target) return at === picked ? 'right' : 'missed';
  return at === picked ? 'wrong' : undefined;
}

function isPiece({ label }: WireSpan): boolean {
  return label !== undefined;
}

/** White space has no name of its own. */
function nameOf({ text }: WireSpan): string | undefined {
  return text.trim() === '' ? 'space' : undefined;
}

/** Up and down lead to the first piece of another row. */
function moveByKey(event: KeyboardEvent, question: Question, item: ClickSpanItem): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  let number = 0;
  const rows = item.rows
    .map(({ spans }) => spans.flatMap((span) => [{ at: number++, span }]))
    .map((row) => row.filter(({ span }) => isPiece(span)).map(({ at }) => at))
    .filter((row) => row.length > 0);
  const [picked] = question.picked.value;
  const row = picked === undefined ? -1 : rows.findIndex((one) => one.includes(picked));
  const to = rows[row + by]?.[0];
  if (to === undefined) return;
  question.pick(to);
  const group = event.currentTarget as HTMLElement;
  group.querySelector<HTMLElement>(`input[value="${to}"]`)?.focus();
}
