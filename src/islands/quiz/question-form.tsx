import type { ComponentChildren, Ref } from 'preact';
import '../../styles/question.css';
import '../../styles/question-kinds.css';
import { renderBytes } from '../../quiz/inline.ts';
import { isChoice, KINDS } from '../../quiz/item.ts';
import { Board } from './board.tsx';
import { Facts } from './facts.tsx';
import { Inline } from './inline.tsx';
import { NumberField } from './number-field.tsx';
import { Options } from './options.tsx';
import type { Question } from './question-model.ts';
import { Surely } from './surely.tsx';
import { TypedBytes } from './typed-bytes.tsx';
import { Verdict } from './verdict.tsx';
import { WirePick } from './wire-pick.tsx';

interface Props {
  question: Question;
  /** Whether single keys are offered beside what they do. */
  keys?: boolean;
  /** Takes the focus when the question comes up. */
  heading?: Ref<HTMLLegendElement>;
  /** After the level: for example how it went last time. */
  before?: string;
  /** What stands beside the verdict: the way on. */
  next: ComponentChildren;
}

/** One question of any kind: what is asked, what is entered, how sure, and after that the verdict. */
export function QuestionForm({ question, keys = false, heading, before = '', next }: Props) {
  const { item } = question;
  const { label, task } = KINDS[item.kind];
  const given = question.given.value;
  // The box of recorded bytes is scrolled by keyboard after the answer too.
  const isOff = given !== undefined && item.kind !== 'click-span';
  return (
    <form
      class="quiz-item"
      data-kind={item.kind}
      data-result={given && (given.right ? 'right' : 'wrong')}
      onSubmit={(event) => {
        event.preventDefault();
        void question.check();
      }}
    >
      <fieldset disabled={isOff} aria-describedby={`task-${item.id}`}>
        <legend ref={heading} tabIndex={-1}>
          <span class="question-kind">
            {label} · {item.level}
            {before}
          </span>
          <Inline class="question-stem" text={item.stem} />
        </legend>
        {isChoice(item) && item.facts && <Facts facts={item.facts} />}
        {item.bytes && (
          <pre class="question-bytes">
            <code dangerouslySetInnerHTML={{ __html: renderBytes(item.bytes) }} />
          </pre>
        )}
        <p class="question-task" id={`task-${item.id}`}>
          {task}
        </p>
        <Answer question={question} keys={keys} />
        <Surely question={question} keys={keys} />
      </fieldset>
      <Verdict question={question} next={next} />
    </form>
  );
}

function Answer({ question, keys }: { question: Question; keys: boolean }) {
  const { item } = question;
  switch (item.kind) {
    case 'type-bytes':
      return <TypedBytes question={question} item={item} />;
    case 'click-span':
      return <WirePick question={question} item={item} />;
    case 'estimate':
      return <NumberField question={question} item={item} />;
    case 'matrix-board':
      return <Board question={question} item={item} keys={keys} />;
    default:
      return <Options question={question} item={item} keys={keys} />;
  }
}
