import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { fetchSavedText } from '../../transports/control.ts';
import './code-pane.css';

interface Props {
  /** The transport or the procedure whose source is shown; see pages/code/. */
  of: string;
  /** Nothing is asked for before it is to be seen. */
  shown: boolean;
}

/** The very files that ran, highlighted when the site was built. */
export function CodePane({ of, shown }: Props) {
  const [code, setCode] = useState<{ of: string; html: string }>();
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const pane = useRef<HTMLDivElement>(null);
  const isHere = code?.of === of;

  useEffect(() => {
    if (!shown || isHere) return;
    let isWanted = true;
    setFailed(false);
    void fetchSavedText(`/code/${of}/`).then((html) => {
      if (!isWanted) return;
      if (html === undefined) setFailed(true);
      else setCode({ of, html });
    });
    return () => {
      isWanted = false;
    };
  }, [of, shown, isHere, attempt]);

  // The button that was pressed is gone with what it asked for.
  useLayoutEffect(() => {
    if (isHere && attempt > 0) pane.current?.focus();
  }, [isHere, attempt]);

  return (
    <div class="code-pane" ref={pane} tabIndex={-1} hidden={!shown}>
      {isHere && <div dangerouslySetInnerHTML={{ __html: code.html }} />}
      {shown && !isHere && (
        <p class="pane-empty" role="status">
          {failed ? 'The code did not come; is the server running? ' : 'The code is on its way.'}
          {failed && (
            <button type="button" class="quiet" onClick={() => setAttempt(attempt + 1)}>
              Try again
            </button>
          )}
        </p>
      )}
    </div>
  );
}
