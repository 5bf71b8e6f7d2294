import type { Me } from './model.ts';
import type { CourseNotes } from './notes.ts';

/** Four numbers to begin with. */
export function Numbers({ me, notes }: { me: Me; notes: CourseNotes }) {
  const states = me.lessonStates.value;
  const sum = (of: (state: (typeof states)[number]) => number) =>
    states.reduce((total, state) => total + of(state), 0);
  const answered = sum((state) => state.answered);
  const numbers = [
    {
      value: `${sum(({ readAtMs }) => (readAtMs === undefined ? 0 : 1))} of ${states.length}`,
      label: 'lessons read',
    },
    { value: `${answered} of ${notes.questions.length}`, label: 'questions answered' },
    {
      value: answered === 0 ? '–' : `${sum(({ right }) => right)} of ${answered}`,
      label: 'right when last answered',
    },
    {
      value: String(
        me.weak.value.filter(({ weakness }) => weakness === 'wrong-but-certain').length,
      ),
      label: 'wrong, and you were certain',
    },
  ];
  return (
    <dl class="me-numbers">
      {numbers.map(({ value, label }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
