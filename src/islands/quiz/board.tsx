import { columnsOf, pickWords } from '../../quiz/board-words.ts';
import { boardCode, DEPENDS_OPEN, isRowRight, readCode } from '../../quiz/grade.ts';
import type { BoardItem, BoardPick, BoardRow } from '../../quiz/item.ts';
import { Inline } from './inline.tsx';
import type { Question } from './question-model.ts';

interface Props {
  question: Question;
  item: BoardItem;
  keys: boolean;
}

/** Scenarios by transports: each row is a group of radios, and on a wide screen they stand in columns. */
export function Board({ question, item, keys }: Props) {
  const columns = columnsOf(item);
  return (
    <div class="board" style={{ '--columns': columns.length }} data-rows={item.rows.length}>
      <div class="board-head" aria-hidden="true">
        <span />
        {columns.map(({ pick, name }, at) => (
          <span key={pick}>
            {name}
            {keys && <kbd>{at + 1}</kbd>}
          </span>
        ))}
      </div>
      {item.rows.map((row, at) => (
        <Row key={at} question={question} item={item} row={row} at={at} />
      ))}
    </div>
  );
}

function Row({
  question,
  item,
  row,
  at,
}: {
  question: Question;
  item: BoardItem;
  row: BoardRow;
  at: number;
}) {
  const code = question.picked.value[at];
  const { pick, choice } = readCode(item, code);
  const given = question.given.value;
  const isRight = given && isRowRight(item, row, code);
  const fill = (to: BoardPick) =>
    question.fill(at, to === 'depends' ? DEPENDS_OPEN : boardCode(item, to));
  return (
    <fieldset class="board-row" data-row={at} data-mark={given && (isRight ? 'right' : 'wrong')}>
      <legend>
        <span class="visually-hidden">Row {at + 1}: </span>
        <Inline text={row.text} />
      </legend>
      {columnsOf(item).map(({ pick: column, name }) => (
        <label key={column} data-mark={given && markOf(column, row.right, pick)}>
          <input
            type="radio"
            name={`${item.id}-${at}`}
            value={column}
            checked={pick === column}
            onChange={() => fill(column)}
          />
          <span>{name}</span>
        </label>
      ))}
      {pick === 'depends' && (
        <div class="board-on" role="radiogroup" aria-label="On what does it depend?">
          <span aria-hidden="true">On what?</span>
          {row.choices.map(({ id, label }, index) => (
            <label key={id}>
              <input
                type="radio"
                name={`${item.id}-${at}-on`}
                checked={choice === index}
                onChange={() => question.fill(at, boardCode(item, 'depends', index))}
              />
              {label}
            </label>
          ))}
        </div>
      )}
      {given && <RowVerdict item={item} row={row} code={code} />}
    </fieldset>
  );
}

function RowVerdict({
  item,
  row,
  code,
}: {
  item: BoardItem;
  row: BoardRow;
  code: number | undefined;
}) {
  const { pick } = readCode(item, code);
  const isRight = isRowRight(item, row, code);
  const why = !isRight && pick && pick !== row.right ? row.wrong[pick] : undefined;
  return (
    <div class="board-verdict">
      {!isRight && (
        <p class="feedback wrong">
          <b>✕ Your answer: {pickWords(item, row, code)}.</b> {why && <Inline text={why} />}
        </p>
      )}
      <p class="feedback">
        <b>{isRight ? '✓ Right' : `→ ${pickWords(item, row, rightCode(item, row))}`}.</b>{' '}
        <Inline text={row.feedback} />
      </p>
    </div>
  );
}

function rightCode(item: BoardItem, { right, choices, on }: BoardRow): number {
  const choice = choices.findIndex(({ id }) => on.includes(id));
  return boardCode(item, right, Math.max(0, choice));
}

function markOf(column: BoardPick, right: BoardPick, pick: BoardPick | undefined) {
  if (column === right) return pick === right ? 'right' : 'missed';
  return column === pick ? 'wrong' : undefined;
}
