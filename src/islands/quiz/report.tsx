import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { QuizItem } from '../../quiz/item.ts';
import { reportText } from '../../quiz/report.ts';
import type { Given } from '../../quiz/session.ts';

/** A text for whoever keeps the questions; nothing is sent, the learner copies it. */
export function Report({ item, given }: { item: QuizItem; given: Given }) {
  const said = useSignal('');
  const field = useRef<HTMLTextAreaElement>(null);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(field.current?.value ?? '');
      said.value = 'Copied.';
    } catch {
      said.value = 'The browser does not let the page copy; the text is selected.';
    }
  };
  return (
    <details class="report">
      <summary>Report this question</summary>
      <label>
        <span>Say what is wrong with it, and send the text to whoever keeps this course.</span>
        <textarea
          ref={field}
          rows={8}
          defaultValue={reportText(item, given, navigator.userAgent)}
        />
      </label>
      <button type="button" class="button" onClick={() => void copy()}>
        Copy
      </button>{' '}
      <span role="status">{said.value}</span>
    </details>
  );
}
