import { useModel } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Inline } from '../quiz/inline.tsx';
import './cheat-sheet.css';
import { type Me, MeModel } from './model.ts';
import type { ConceptNote, CourseNotes } from './notes.ts';
import { counted, day, percent, STANDINGS, WEAKNESS } from './words.ts';

/** What one page of A4 holds in a type that can be read. */
const CONCEPTS = 5;
const QUESTIONS = 6;

interface Props extends CourseNotes {
  /** The sheet for those who have nothing weak yet: the decision matrix. */
  children?: ComponentChildren;
}

/** One page to print: the claims that do not hold yet, each as it is true, with its clause and lesson. */
export function CheatSheetIsland({ children, ...notes }: Props) {
  const me = useModel(() => new MeModel(notes));
  useEffect(() => me.wake(), [me]);
  const concepts = weakConcepts(me, notes.concepts);
  const weak = me.weak.value.slice(0, QUESTIONS);
  const isLoading = !me.progress.value;
  const isMine = !isLoading && concepts.length + weak.length > 0;

  return (
    <div class="sheet" data-loading={isLoading} data-sheet={isMine ? 'mine' : 'matrix'}>
      <div class="sheet-bar">
        <p>
          {isMine
            ? 'One page, made of what you missed or guessed last. It changes with every answer.'
            : 'Nothing you answered was wrong or guessed, so this is the one-page matrix.'}
        </p>
        <p class="controls">
          <button type="button" class="button primary" onClick={() => print()}>
            Print
          </button>
          <a class="button" href="/me/">
            Back to your notebook
          </a>
        </p>
      </div>
      {isMine ? (
        <article class="paper">
          <h2>What to have ready</h2>
          <p class="made">
            Chunk by Chunk, {day(Date.now())}: my {counted(concepts.length, 'weakest concept')} and{' '}
            {counted(weak.length, 'question')} that I missed or guessed.
          </p>
          <div class="columns">
            {concepts.map(({ concept, share, sign, word }) => (
              <section key={concept.id} class="entry">
                <h3>
                  {concept.title}{' '}
                  <small>
                    <span aria-hidden="true">{sign}</span> {word}, {percent(share)}
                  </small>
                </h3>
                <p>
                  <Inline text={concept.claim} />
                </p>
                <Foot read={concept.read} source={concept.source} />
              </section>
            ))}
            {weak.map(({ item, weakness }) => (
              <section key={item.id} class="entry">
                <h3 class="asked">
                  <Inline text={item.stem} /> <small>{WEAKNESS[weakness]}</small>
                </h3>
                {item.lines.map(({ text, why }) => (
                  <p key={text}>
                    <b>
                      <Inline text={text} />
                    </b>{' '}
                    <Inline text={why} />
                  </p>
                ))}
                <Foot read={item.read} source={item.source} />
              </section>
            ))}
          </div>
        </article>
      ) : (
        children
      )}
    </div>
  );
}

function Foot({ read, source }: Pick<ConceptNote, 'read' | 'source'>) {
  return (
    <p class="foot">
      <a href={source.href}>{source.label}</a> · <a href={read.href}>{read.label}</a>
    </p>
  );
}

/** Those that are known to be weak or shaky, the weakest first. */
function weakConcepts(me: Me, concepts: readonly ConceptNote[]) {
  return concepts
    .flatMap((concept) => {
      const { share, standing } = me.strengths.value.get(concept.id) ?? {};
      if (share === undefined || !standing || standing === 'solid') return [];
      return [{ concept, share, ...STANDINGS[standing] }];
    })
    .toSorted((a, b) => a.share - b.share)
    .slice(0, CONCEPTS);
}
