import { answerTo, type Sureness, withAnswer } from '../learner/progress.ts';
import { loadProgress, remember } from '../learner/progress-store.ts';
import { isRight, markOption, markWords } from '../quiz/grade.ts';
import type { QuestionKind } from '../quiz/item.ts';
import { sureVerdict } from '../quiz/sureness.ts';

/** Lets the questions of a lesson (components/Question.astro) be answered, and remembers the result. */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-question]')) enhance(form);

// What is typed, clicked or filled in takes the quiz's own view, which few lessons need.
const others = document.querySelectorAll<HTMLElement>('[data-mount]');
if (others.length > 0) {
  void import('../islands/quiz/mount.tsx').then(({ mountQuestion }) => {
    for (const place of others) mountQuestion(place);
  });
}

function enhance(form: HTMLFormElement): void {
  const { question: id = '', print = '', lesson = '', right: rightList = '' } = form.dataset;
  const kind = form.dataset.kind as QuestionKind;
  const right = rightList.split(' ').map(Number);
  const verdict = find(form, '[data-verdict]');
  const check = find(form, '[type=submit]') as HTMLButtonElement;
  const again = find(form, '[type=reset]');
  const firstOrder = optionsOf(form);

  find(form, '[data-foot]').hidden = false;
  find(form, '[data-surely]').hidden = false;
  for (const movers of form.querySelectorAll<HTMLElement>('.movers')) movers.hidden = false;
  void loadProgress().then((progress) => {
    const before = answerTo(progress, id, print);
    if (before)
      find(form, '[data-before]').textContent = before.right
        ? ' · ✓ right last time'
        : ' · ✕ missed last time';
  });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const picked = picksOf(form, kind);
    if (picked.length === 0) {
      verdict.textContent = 'Pick an answer first.';
      return;
    }
    const isAnswerRight = isRight(kind, right, picked);
    const sure = surenessOf(form);
    const result = { right: isAnswerRight, ...(sure && { sure }) };
    check.disabled = true;
    await remember((progress) => withAnswer(progress, { id, print, lesson }, result, Date.now()));
    check.disabled = false;
    for (const option of optionsOf(form)) showFeedback(form, option, kind, right, picked);
    form.dataset.result = isAnswerRight ? 'right' : 'wrong';
    verdict.innerHTML = isAnswerRight ? '<b>✓ You are right.</b>' : '<b>✕ Not quite.</b>';
    verdict.append(` ${sureVerdict(isAnswerRight, sure)}`);
    addLink(form, verdict, ' Read ', '[data-read]');
    if (!isAnswerRight) addLink(form, verdict, ' · Prove it: ', '[data-prove]');
    offerReport(form, { picked, ...result });
    check.hidden = true;
    again.hidden = false;
    again.focus();
  });

  // A changed pick is no longer the answer that was judged.
  form.addEventListener('change', () => clear(form));
  form.addEventListener('reset', () => {
    clear(form);
    firstOrder[0]?.parentElement?.append(...firstOrder);
    form.querySelector<HTMLElement>('input, .movers button')?.focus();
  });
  form.addEventListener('click', ({ target }) => {
    const button = (target as Element).closest<HTMLButtonElement>('[data-move]');
    if (!button) return;
    clear(form);
    verdict.textContent = move(button, Number(button.dataset.move));
  });
}

/** Under an option that was picked or is right: the verdict in words, then why. */
function showFeedback(
  form: HTMLFormElement,
  option: HTMLElement,
  kind: QuestionKind,
  right: number[],
  picked: number[],
): void {
  const index = Number(option.dataset.index);
  const mark = markOption(kind, right, picked, index);
  const why = form.querySelectorAll('.answer .why')[index];
  if (!mark || !why) return;
  option.dataset.mark = mark;
  const feedback = find(option, '.feedback');
  feedback.innerHTML = `<b>${markWords(kind, mark, index)}.</b> ${why.innerHTML}`;
  feedback.hidden = false;
}

function addLink(form: HTMLFormElement, to: HTMLElement, before: string, selector: string): void {
  const link = form.querySelector(selector)?.cloneNode(true);
  if (link) to.append(before, link);
}

/** The text is made when it is asked for. */
function offerReport(
  form: HTMLFormElement,
  given: { picked: number[]; right: boolean; sure?: Sureness },
): void {
  const report = find(form, '.report') as HTMLDetailsElement;
  report.hidden = false;
  report.open = false;
  report.ontoggle = () => {
    if (!report.open) return;
    void import('./report.ts').then(({ showReport }) => showReport(report, form, given));
  };
}

function clear(form: HTMLFormElement): void {
  delete form.dataset.result;
  find(form, '[data-verdict]').textContent = '';
  find(form, '[type=submit]').hidden = false;
  find(form, '[type=reset]').hidden = true;
  find(form, '.report').hidden = true;
  for (const option of optionsOf(form)) {
    delete option.dataset.mark;
    find(option, '.feedback').hidden = true;
  }
}

/** Swaps a step with its neighbour; says where it stands now. */
function move(button: HTMLButtonElement, by: number): string {
  const step = button.closest('li');
  const neighbour = by < 0 ? step?.previousElementSibling : step?.nextElementSibling;
  if (!step || !neighbour) return 'It cannot move further.';
  if (by < 0) neighbour.before(step);
  else neighbour.after(step);
  button.focus();
  const place = [...(step.parentElement?.children ?? [])].indexOf(step) + 1;
  return `Now step ${place}.`;
}

function picksOf(form: HTMLFormElement, kind: QuestionKind): number[] {
  if (kind === 'order-steps') return optionsOf(form).map(({ dataset }) => Number(dataset.index));
  const inputs = form.querySelectorAll<HTMLInputElement>('.option input:checked');
  return [...inputs].map(({ value }) => Number(value));
}

/** Asked in every lesson, and answered by whoever likes. */
function surenessOf(form: HTMLFormElement): Sureness | undefined {
  const input = form.querySelector<HTMLInputElement>('[data-sure]:checked');
  return input ? (input.value as Sureness) : undefined;
}

function optionsOf(form: HTMLFormElement): HTMLElement[] {
  return [...form.querySelectorAll<HTMLElement>('.option')];
}

function find(root: HTMLElement, selector: string): HTMLElement {
  return root.querySelector(selector) as HTMLElement;
}
