import { useEffect, useRef } from 'preact/hooks';
import type { Me } from './model.ts';

/** Says what was done last, and offers to bring back what a reset took, until the page is left. */
export function Forgotten({ me }: { me: Me }) {
  const undo = useRef<HTMLButtonElement>(null);
  const count = me.forgotten.value.length;
  const before = useRef(0);
  useEffect(() => {
    // What was pressed is gone with its row; the focus goes on where it can be taken back.
    if (count > before.current) undo.current?.focus();
    if (count === 0 && before.current > 0) document.getElementById('keep')?.focus();
    before.current = count;
  }, [count]);

  return (
    <div class="me-forgotten" data-sticks={count > 0}>
      <p role="status">{me.said.value}</p>
      {count > 0 && (
        <>
          <button type="button" class="button" ref={undo} onClick={() => me.undo()}>
            Undo{count > 1 && ` (${count})`}
          </button>
          <small>until you leave this page</small>
        </>
      )}
    </div>
  );
}
