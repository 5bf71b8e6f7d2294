import type { Sureness } from '../learner/progress.ts';
import { reportOf } from '../quiz/report.ts';

/** Fills the report of a question in a lesson: the text, and a button that copies it. */
export function showReport(
  report: HTMLDetailsElement,
  form: HTMLFormElement,
  { picked, right, sure }: { picked: number[]; right: boolean; sure?: Sureness },
): void {
  const { question: id = '', print = '', kind = '' } = form.dataset;
  const text = (selector: string) => form.querySelector(selector)?.textContent?.trim() ?? '';
  const options = [...form.querySelectorAll<HTMLElement>('.option')];
  const given = picked.map((index) => {
    const option = options.find(({ dataset }) => dataset.index === String(index));
    return option?.querySelector('.option-text')?.textContent?.trim() ?? '';
  });
  report.querySelector('.report-body')?.remove();
  report.append(
    body(
      reportOf(
        { id, print, kind, stem: text('.question-stem'), given, right, sure },
        navigator.userAgent,
      ),
    ),
  );
}

function body(text: string): HTMLElement {
  const label = document.createElement('label');
  const field = document.createElement('textarea');
  const copy = document.createElement('button');
  const said = document.createElement('span');
  label.append('Say what is wrong with it, and send the text to whoever keeps this course.', field);
  field.rows = 8;
  field.value = text;
  copy.type = 'button';
  copy.className = 'button';
  copy.textContent = 'Copy';
  said.role = 'status';
  copy.onclick = async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = ' Copied.';
    } catch {
      said.textContent = ' The browser does not let the page copy; the text is selected.';
    }
  };
  const whole = document.createElement('div');
  whole.className = 'report-body';
  whole.append(label, copy, said);
  return whole;
}
