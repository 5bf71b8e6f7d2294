import { useEffect } from 'preact/hooks';
import type { Quiz } from './model.ts';

/**
 * While a question is asked: 1–9 pick, Enter checks and goes on. Where a
 * control has the focus, Enter stays the control's own.
 */
export function useShortcuts(quiz: Quiz): void {
  useEffect(() => {
    const ending = new AbortController();
    document.addEventListener('keydown', (event) => onKey(quiz, event), ending);
    return () => ending.abort();
  }, [quiz]);
}

function onKey(quiz: Quiz, event: KeyboardEvent): void {
  const isModified = event.ctrlKey || event.metaKey || event.altKey;
  if (!quiz.shortcuts.value || quiz.phase.value !== 'ask' || isModified || event.repeat) return;
  const target = event.target as Element;

  if (/^[1-9]$/.test(event.key)) {
    const place = Number(event.key) - 1;
    const index = quiz.order.value[place];
    if (index === undefined || quiz.answer.value) return;
    event.preventDefault();
    if (quiz.item.value?.kind !== 'order-steps') quiz.pick(index);
    focusOption(place);
  } else if (event.key === 'Enter' && !target.closest('button, a, summary, input')) {
    event.preventDefault();
    if (quiz.answer.value) quiz.next();
    else quiz.check();
  }
}

/** The radio or checkbox of the option; for a step, the first button that moves it. */
function focusOption(place: number): void {
  const option = document.querySelectorAll('.quiz .option')[place];
  option?.querySelector<HTMLElement>('input, button')?.focus();
}
