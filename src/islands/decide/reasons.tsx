import type { Reason } from '../../decide/rank.ts';
import { inputOf } from '../../decide/shape.ts';

interface Props {
  title?: string;
  reasons: Reason[];
}

/** Each reason with its weight, the answers it comes from, its source and its proof. */
export function Reasons({ title, reasons }: Props) {
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
                {reason.rule.lab && (
                  <>
                    {' · '}
                    <a class="proof" href={`/lab/${reason.rule.lab}`}>
                      Show me on the wire
                    </a>
                  </>
                )}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function sideOf({ rule }: Reason): 'for' | 'against' {
  return rule.weight !== 'veto' && rule.weight > 0 ? 'for' : 'against';
}

function weightOf({ rule: { weight } }: Reason): string {
  if (weight === 'veto') return 'veto';
  return weight > 0 ? `+${weight}` : `−${-weight}`;
}
