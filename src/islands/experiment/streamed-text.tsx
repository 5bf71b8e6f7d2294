import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { ExperimentModel } from './model.ts';

/** Pieces drawn together, so that a new one redraws only the last block. */
const BLOCK = 50;
/** A few lines: who is further up is reading, and is left alone. */
const FOLLOW_WITHIN_PX = 120;

/** The text as it arrived, its boundaries lit: every other piece is tinted. */
export function StreamedText({ model }: { model: ExperimentModel }) {
  void model.version.value;
  const recording = model.recording.value;
  const running = model.running.value;
  const text = useRef<HTMLParagraphElement>(null);

  // While text arrives, its end stays in sight of whoever has not scrolled away from it.
  useLayoutEffect(() => {
    const box = text.current?.parentElement;
    if (!box || !running) return;
    const hiddenPx = box.scrollHeight - box.clientHeight - box.scrollTop;
    if (hiddenPx < FOLLOW_WITHIN_PX) box.scrollTop = box.scrollHeight;
  }, [running, recording?.deltas.length]);

  if (!recording || recording.deltas.length === 0) {
    return (
      <p class="pane-empty">
        {recording?.failure ??
          (running ? 'Waiting for the first token…' : 'The text will arrive here.')}
      </p>
    );
  }
  const pieces = recording.deltas.map(({ text }) => text);
  const blocks: string[][] = [];
  for (let i = 0; i < pieces.length; i += BLOCK) blocks.push(pieces.slice(i, i + BLOCK));
  return (
    <p class="streamed-text" ref={text}>
      {blocks.map((block, i) => (
        <Block key={`${i}`} pieces={block} run={recording.run} />
      ))}
      {running && <span class="caret" aria-hidden="true" />}
      {recording.failure && <span class="failure"> {recording.failure}</span>}
    </p>
  );
}

function Block({ pieces, run }: { pieces: string[]; run: string }) {
  return useMemo(
    () => (
      <>
        {pieces.map((text, i) => (
          <span key={`${i}`} class="piece">
            {text}
          </span>
        ))}
      </>
    ),
    [pieces.length, run],
  );
}
