import { useModel } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Answers } from './answers.tsx';
import { Calibration } from './calibration.tsx';
import { Concepts } from './concepts.tsx';
import { Forgotten } from './forgotten.tsx';
import { Keep } from './keep.tsx';
import { Lessons } from './lessons.tsx';
import './me.css';
import { MeModel } from './model.ts';
import type { CourseNotes } from './notes.ts';
import { Numbers } from './numbers.tsx';
import { Weakest } from './weakest.tsx';

/** The notebook at /me: what was read, what holds, what does not, and how to keep it. */
export function MeIsland(notes: CourseNotes) {
  const me = useModel(() => new MeModel(notes));
  useEffect(() => me.wake(), [me]);
  if (!me.progress.value) return <p class="me-loading">Opening your notebook …</p>;

  return (
    <div class="me">
      {me.isEmpty.value ? (
        <Empty />
      ) : (
        <>
          <Numbers me={me} notes={notes} />
          <Weakest me={me} />
          <Concepts me={me} notes={notes} />
          <Calibration me={me} />
          <Lessons me={me} />
          <Answers me={me} />
        </>
      )}
      <Keep me={me} />
      <Forgotten me={me} />
    </div>
  );
}

function Empty() {
  return (
    <section class="me-empty" aria-labelledby="me-empty">
      <h2 id="me-empty">Nothing is written here yet</h2>
      <p>
        Start with the diagnostic: nine questions, six minutes. It asks how sure you are before it
        says who is right. Then this page shows what you know, what is shaky, and where you were
        sure and wrong.
      </p>
      <p class="controls">
        <a class="button primary" href="/quiz/">
          Start the diagnostic
        </a>
        <a class="button" href="/lessons/">
          Or read first
        </a>
      </p>
    </section>
  );
}
