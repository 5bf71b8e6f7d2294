import type { TypeBytesItem } from '../../quiz/item.ts';
import { parseTyped } from '../../quiz/typed-bytes.ts';
import { Inline } from './inline.tsx';
import type { Question } from './question-model.ts';

interface Props {
  question: Question;
  item: TypeBytesItem;
}

const HINTS = {
  text: 'Write a carriage return as \\r, a line feed as \\n, a tab as \\t, a NUL as \\0, a backslash as \\\\. A line break that you type is layout and no byte.',
  hex: 'Two hexadecimal digits for each byte; spaces and line breaks are layout.',
} as const;

/** Where bytes are typed; after the answer, how they were read. */
export function TypedBytes({ question, item }: Props) {
  const typed = question.typed.value;
  const read = parseTyped(item.input, typed);
  const id = `typed-${item.id}`;
  return (
    <div class="typed">
      <label for={id}>{item.input === 'hex' ? 'Your bytes in hexadecimal' : 'Your bytes'}</label>
      <textarea
        id={id}
        rows={3}
        value={typed}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        aria-describedby={`${id}-hint`}
        onInput={({ currentTarget }) => question.type(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void question.check();
        }}
      />
      <p id={`${id}-hint`} class="hint">
        {HINTS[item.input]}{' '}
        <span class="count">
          {read.ok ? `${read.bytes.length} ${read.bytes.length === 1 ? 'byte' : 'bytes'}.` : ''}
        </span>
      </p>
      {question.given.value && <Reading question={question} item={item} />}
    </div>
  );
}

function Reading({ question, item }: Props) {
  const grade = question.bytes.value;
  if (!grade) return <p class="feedback">Reading your bytes.</p>;
  const { difference, mistake, reading } = grade;
  return (
    <div class="reading">
      <p class="label">As a receiver reads your bytes</p>
      <p class="printed-wire">
        <code>
          {reading.map((span, at) => (
            <span
              key={at}
              class={`span ${span.kind} ${span.lit ? 'lit' : ''}`}
              title={`${span.label} (${span.clause})`}
            >
              {span.text}
            </span>
          ))}
        </code>
      </p>
      {difference && (
        <p class="feedback wrong">
          <b>✕ The first difference.</b> <Inline text={difference.says} /> {difference.clause}.
        </p>
      )}
      {mistake && (
        <p class="feedback wrong">
          <Inline text={mistake} />
        </p>
      )}
      <p class="feedback">
        <b>{grade.right ? '✓ Right.' : '→ One right answer:'}</b>{' '}
        {!grade.right && <code class="bytes">{item.answer}</code>} <Inline text={item.feedback} />
      </p>
    </div>
  );
}
