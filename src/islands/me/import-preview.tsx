import { useEffect, useRef } from 'preact/hooks';
import type { Me } from './model.ts';
import { counted } from './words.ts';

/** The heading of the section that this stands in. */
export const KEEP_ID = 'keep';

/** Sentences shown of a file with many faults. */
const PROBLEMS_SHOWN = 12;

/** What a chosen file would change, and what is wrong with it, before anything is changed. */
export function ImportPreview({ me }: { me: Me }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const incoming = me.incoming.value;
  // The button that closed the preview is gone with it: its section takes the focus.
  useEffect(() => {
    if (!incoming) return undefined;
    heading.current?.focus();
    return () => document.getElementById(KEEP_ID)?.focus();
  }, [incoming]);
  if (!incoming) return null;
  const preview = me.preview.value;

  return (
    <section class="me-import" aria-labelledby="import-preview">
      <h3 id="import-preview" tabIndex={-1} ref={heading}>
        {incoming.ok ? 'What this file would change' : 'This file cannot be imported'}
      </h3>
      {!incoming.ok && <p>{incoming.reason}</p>}
      {preview && (
        <ul>
          <li>
            Lessons read: {preview.lessons.added} new, {preview.lessons.changed} read earlier than
            noted here, {preview.lessons.kept} kept as they are.
          </li>
          <li>
            Answered questions: {preview.answers.added} new, {preview.answers.changed} with newer or
            further answers, {preview.answers.kept} kept as they are.
          </li>
          {preview.foreign > 0 && (
            <li>
              {counted(preview.foreign, 'of them is', 'of them are')} not asked in this form here.
              They are kept and exported, and count for no concept.
            </li>
          )}
        </ul>
      )}
      {incoming.ok && incoming.problems.length > 0 && (
        <>
          <p>
            {counted(incoming.problems.length, 'part')} of the file cannot be read and would stay
            out. The file itself is not changed.
          </p>
          <ul class="problems">
            {incoming.problems.slice(0, PROBLEMS_SHOWN).map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
            {incoming.problems.length > PROBLEMS_SHOWN && (
              <li>… and {incoming.problems.length - PROBLEMS_SHOWN} more</li>
            )}
          </ul>
        </>
      )}
      <p class="controls">
        {incoming.ok && (
          <button type="button" class="button primary" onClick={() => me.accept()}>
            Import
          </button>
        )}
        <button type="button" class="button" onClick={me.decline}>
          {incoming.ok ? 'Leave it' : 'Close'}
        </button>
      </p>
    </section>
  );
}
