import { useEffect } from 'preact/hooks';
import { columnsOf } from '../../quiz/board-words.ts';
import { boardCode, DEPENDS_OPEN } from '../../quiz/grade.ts';
import { type BoardItem, isChoice } from '../../quiz/item.ts';
import { sureByKey } from '../../quiz/sureness.ts';
import type { Quiz } from './model.ts';
import type { Question } from './question-model.ts';

/**
 * While a question is asked: 1–9 pick, g, f and c say how sure, Enter checks and
 * goes on. Where a control has the focus, Enter stays the control's own; where
 * something is typed, every key does.
 */
export function useShortcuts(quiz: Quiz): void {
  useEffect(() => {
    const ending = new AbortController();
    document.addEventListener('keydown', (event) => onKey(quiz, event), ending);
    return () => ending.abort();
  }, [quiz]);
}

function onKey(quiz: Quiz, event: KeyboardEvent): void {
  const question = quiz.question.value;
  const isModified = event.ctrlKey || event.metaKey || event.altKey;
  if (!question || !quiz.shortcuts.value || isModified || event.repeat) return;
  const target = event.target as Element;
  if (target.closest('textarea, input[type=text]')) return;
  const isOpen = !question.given.value;
  const sure = sureByKey(event.key);

  if (/^[1-9]$/.test(event.key) && isOpen) {
    if (pick(question, Number(event.key) - 1, target)) event.preventDefault();
  } else if (sure && isOpen) {
    event.preventDefault();
    question.feel(sure);
    document.querySelector<HTMLElement>(`.quiz .surely [value="${sure}"]`)?.focus();
  } else if (event.key === 'Enter' && !target.closest('button, a, summary, input')) {
    event.preventDefault();
    if (isOpen) void question.check();
    else quiz.next();
  }
}

/** Picks what stands at a place; whether there is something. */
function pick(question: Question, place: number, target: Element): boolean {
  const { item } = question;
  if (item.kind === 'matrix-board') return pickInBoard(question, item, place, target);
  const index = question.order[place];
  if (!isChoice(item) || index === undefined) return false;
  if (item.kind !== 'order-steps') question.pick(index);
  // The radio or checkbox of the option; for a step, the first button that moves it.
  const option = document.querySelectorAll('.quiz .option')[place];
  option?.querySelector<HTMLElement>('input, button')?.focus();
  return true;
}

/** Fills the row that has the focus, or else the first open one, and leads to the next. */
function pickInBoard(question: Question, item: BoardItem, place: number, target: Element): boolean {
  const column = columnsOf(item)[place]?.pick;
  if (!column) return false;
  const focused = target.closest<HTMLElement>('[data-row]')?.dataset.row;
  const open = question.picked.value.findIndex((code) => code < 0);
  const row = focused === undefined ? Math.max(0, open) : Number(focused);
  question.fill(row, column === 'depends' ? DEPENDS_OPEN : boardCode(item, column));
  const rows = document.querySelectorAll('.quiz [data-row]');
  if (column === 'depends') {
    // On what, is asked right there, as soon as it is drawn, unless another key came first.
    const before = document.activeElement;
    requestAnimationFrame(() => {
      if (document.activeElement === before) focusIn(rows[row], '.board-on input');
    });
  } else if (row + 1 < rows.length) {
    focusIn(rows[row + 1], 'input:checked') || focusIn(rows[row + 1], 'input');
  } else {
    focusIn(rows[row], `input[value="${column}"]`);
  }
  return true;
}

/** Whether there was something to take the focus. */
function focusIn(root: Element | undefined, selector: string): boolean {
  const control = root?.querySelector<HTMLElement>(selector);
  control?.focus();
  return control !== null && control !== undefined;
}
