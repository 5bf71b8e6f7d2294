import { useId } from 'preact/hooks';
import {
  GROUPS,
  type GroupId,
  INPUT_IDS,
  type InputId,
  inputOf,
  valuesOf,
  wordsOf,
} from '../../decide/shape.ts';
import type { Decide } from './model.ts';

/** So many choices stand side by side; more go into a list. */
const CHIPS_AT_MOST = 5;
const LIST_FOR: readonly InputId[] = ['between', 'client', 'stack', 'payload'];

/** Every input in plain words: sliders for what has an order, chips and lists for the rest. */
export function Answers({ decide }: { decide: Decide }) {
  return (
    <form
      class="answers"
      aria-label="The shape of the data flow"
      onSubmit={(e) => e.preventDefault()}
    >
      {(Object.keys(GROUPS) as GroupId[]).map((group) => (
        <fieldset key={group}>
          <legend>{GROUPS[group]}</legend>
          {INPUT_IDS.filter((id) => inputOf(id).group === group).map((id) => (
            <Answer key={id} id={id} decide={decide} />
          ))}
        </fieldset>
      ))}
    </form>
  );
}

interface AnswerProps {
  id: InputId;
  decide: Decide;
}

function Answer(props: AnswerProps) {
  const { id } = props;
  if (inputOf(id).scale) return <Slider {...props} />;
  if (LIST_FOR.includes(id) || valuesOf(id).length > CHIPS_AT_MOST) return <List {...props} />;
  return <Chips {...props} />;
}

function Slider({ id, decide }: AnswerProps) {
  const values = valuesOf(id);
  const value = decide.shape.value[id];
  return (
    <div class="answer slider" id={`answer-${id}`}>
      <label for={`input-${id}`}>{inputOf(id).label}</label>
      <input
        id={`input-${id}`}
        type="range"
        min={0}
        max={values.length - 1}
        value={values.indexOf(value)}
        aria-valuetext={wordsOf(id, value)}
        onInput={(event) => decide.answer(id, values[Number(event.currentTarget.value)] ?? value)}
      />
      <span class="slider-words" aria-hidden="true">
        {wordsOf(id, value)}
      </span>
    </div>
  );
}

function List({ id, decide }: AnswerProps) {
  return (
    <div class="answer" id={`answer-${id}`}>
      <label for={`input-${id}`}>{inputOf(id).label}</label>
      <select
        id={`input-${id}`}
        value={decide.shape.value[id]}
        onChange={(event) => decide.answer(id, event.currentTarget.value)}
      >
        {valuesOf(id).map((value) => (
          <option key={value} value={value}>
            {wordsOf(id, value)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Chips({ id, decide }: AnswerProps) {
  const name = useId();
  return (
    <div class="answer" id={`answer-${id}`} role="radiogroup" aria-labelledby={`${name}-label`}>
      <span class="answer-label" id={`${name}-label`}>
        {inputOf(id).label}
      </span>
      <div class="answer-chips">
        {valuesOf(id).map((value) => (
          <label key={value} class="answer-chip">
            <input
              type="radio"
              name={name}
              checked={decide.shape.value[id] === value}
              onChange={() => decide.answer(id, value)}
            />
            <span>{wordsOf(id, value)}</span>
          </label>
        ))}
      </div>
    </div>
  );
}
