import { useEffect, useState } from 'preact/hooks';
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
  const isHere = code?.of === of;

  useEffect(() => {
    if (!shown || isHere) return;
    const leaving = new AbortController();
    setFailed(false);
    fetchCode(of, leaving.signal).then(
      (html) => setCode({ of, html }),
      () => {
        if (!leaving.signal.aborted) setFailed(true);
      },
    );
    return () => leaving.abort();
  }, [of, shown, isHere, attempt]);

  return (
    <div class="code-pane" hidden={!shown}>
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

async function fetchCode(of: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(`/code/${of}/`, { signal });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return await response.text();
}
