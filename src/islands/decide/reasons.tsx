import type { OptionId } from '../../decide/options.ts';
import type { Reason } from '../../decide/rank.ts';
import { labOf } from '../../decide/rule.ts';
import { inputOf } from '../../decide/shape.ts';

interface Props {
  /** The option that they speak for or against. */
  of: OptionId;
  title?: string;
  reasons: Reason[];
}

/** Each reason with its weight, the answers it comes from, its source and its proof. */
export function Reasons({ of, title, reasons }: Props) {
  if (reasons.length === 0) return null;
  return (
    <div class="reasons">
      {title && <p class="reasons-title">{title}</p>}
      <ul>
        {reasons.map((reason) => (
          <li key={reason.rule.says} data-side={sideOf(reason)}>
            <span class="weight">{weightOf(reason)}</span>
            <div>
              {reason.rule.says}
              <p class="from">
                from{' '}
                {reason.inputs.map((id, at) => (
                  <span key={id}>
                    {at > 0 && ' and '}
                    <a href={`#answer-${id}`}>{inputOf(id).label}</a>
                  </span>
                ))}
                {' · '}
                <a href={reason.rule.source.href}>{reason.rule.source.label}</a>
                <Proof lab={labOf(reason.rule, of)} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Proof({ lab }: { lab: string | undefined }) {
  if (lab === undefined) return null;
  return (
    <>
      {' · '}
      <a class="proof" href={`/lab/${lab}`}>
        Show me on the wire
      </a>
    </>
  );
}

function sideOf({ rule }: Reason): 'for' | 'against' {
  return rule.weight !== 'veto' && rule.weight > 0 ? 'for' : 'against';
}

function weightOf({ rule: { weight } }: Reason): string {
  if (weight === 'veto') return 'veto';
  return weight > 0 ? `+${weight}` : `−${-weight}`;
}
