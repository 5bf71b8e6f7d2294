import { TRANSPORTS } from '#contract/transports.ts';
import { type Decision, isVetoed, type Ranked } from '../../decide/rank.ts';
import { familyOf, OptionName } from './option-name.tsx';
import { Reasons } from './reasons.tsx';

/** The pick and the runner-up, with their reasons. */
export function Result({ decision }: { decision: Decision }) {
  const { pick, runnerUp } = decision;
  return (
    <>
      {pick ? (
        <Pick row={pick} lead={pick.score - (runnerUp?.score ?? 0)} />
      ) : (
        <div class="pick">
          <p class="label">The pick</p>
          <h2>No option survives</h2>
          <p>
            These answers contradict each other: every option below is ruled out by one of them.
          </p>
        </div>
      )}
      {runnerUp && (
        <div class="runner-up">
          <p class="label">The runner-up</p>
          <h3>
            <OptionName option={runnerUp.option} />
          </h3>
          <p class="what">{runnerUp.option.what}</p>
          <Reasons title="For" reasons={runnerUp.pros.slice(0, 3)} />
          <Reasons title="Against" reasons={runnerUp.cons.slice(0, 3)} />
        </div>
      )}
    </>
  );
}

/** What came after the runner-up, and what is ruled out. */
export function Others({ decision }: { decision: Decision }) {
  const { pick, runnerUp, ranking } = decision;
  const rest = ranking.filter((row) => row !== pick && row !== runnerUp && !isVetoed(row));
  const ruledOut = ranking.filter(isVetoed);
  return (
    <>
      <details class="others">
        <summary>The others, ranked ({rest.length})</summary>
        <ol start={3}>
          {rest.map((row) => (
            <li key={row.option.id}>
              <OptionName option={row.option} /> <Score of={row} />
              <Reasons reasons={[...row.cons.slice(0, 1), ...row.pros.slice(0, 1)]} />
            </li>
          ))}
        </ol>
      </details>
      <details class="others" open={!pick}>
        <summary>Ruled out ({ruledOut.length})</summary>
        <ul>
          {ruledOut.map((row) => (
            <li key={row.option.id}>
              <OptionName option={row.option} />
              <Reasons reasons={row.vetoes.slice(0, 2)} />
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

/** So small a lead is for the team to decide, not for a sum. */
const CLOSE = 2;

function Pick({ row, lead }: { row: Ranked; lead: number }) {
  const { option, pros, cons } = row;
  return (
    <div class="pick" data-family={familyOf(option)}>
      <p class="label">The pick</p>
      <h2>
        <OptionName option={option} />
      </h2>
      <p class="what">
        {option.what}
        {option.transport && (
          <>
            {' '}
            <a href={`/lessons/${TRANSPORTS[option.transport].lesson}/`}>Its lesson</a>
          </>
        )}
      </p>
      {lead <= CLOSE && (
        <p class="close-call">
          A close call: it leads by {words(lead)}. Defend the runner-up in the same breath.
        </p>
      )}
      <Reasons title="For" reasons={pros} />
      <Reasons title="Against" reasons={cons} />
    </div>
  );
}

function Score({ of }: { of: Ranked }) {
  return <span class="score">{signed(of.score)}</span>;
}

function signed(score: number): string {
  return score < 0 ? `−${-score}` : `${score}`;
}

function words(lead: number): string {
  return lead === 0 ? 'nothing but its place in the list' : `${lead}`;
}
