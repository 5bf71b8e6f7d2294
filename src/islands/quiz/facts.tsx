import type { Fact } from '../../quiz/item.ts';
import { Inline } from './inline.tsx';

/** The shape of the data flow; what a variant has changed says what it was. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl class="question-facts">
      {facts.map(({ label, value, was }) => (
        <div key={label} data-changed={was !== undefined}>
          <dt>
            {label}
            {was !== undefined && <b> · changed</b>}
          </dt>
          <dd>
            <Inline text={value} />
            {was !== undefined && <s>{was}</s>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
