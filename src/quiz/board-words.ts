import { readCode } from './grade.ts';
import type { BoardItem, BoardPick, BoardRow } from './item.ts';

/** The columns of a board with the two that every board has. */
export function columnsOf({ columns }: BoardItem): { pick: BoardPick; name: string }[] {
  return [
    ...columns.map(({ id, name }) => ({ pick: id, name })),
    { pick: 'none', name: 'None of these' },
    { pick: 'depends', name: 'It depends' },
  ];
}

/** An answer to a row in words: `It depends on: Power`. */
export function pickWords(item: BoardItem, row: BoardRow, code: number | undefined): string {
  const { pick, choice } = readCode(item, code);
  if (pick === undefined) return 'No answer';
  const name = columnsOf(item).find((column) => column.pick === pick)?.name ?? pick;
  const what = choice === undefined ? undefined : row.choices[choice]?.label;
  return what === undefined ? name : `${name}: ${what}`;
}
