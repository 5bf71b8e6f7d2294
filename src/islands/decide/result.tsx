import { TRANSPORTS } from '#contract/transports.ts';
import type { Flip } from '../../decide/flip.ts';
import { OPTION_TEXTS } from '../../decide/option-texts.ts';
import { type Decision, isVetoed, type Ranked } from '../../decide/rank.ts';
import { inputOf, wordsOf } from '../../decide/shape.ts';
import { familyOf, OptionName } from './option-name.tsx';
import { Reasons } from './reasons.tsx';

interface ResultProps {
  decision: Decision;
  /** The smallest change of one answer that makes another option the pick. */
  flip: Flip | undefined;
}

/** The pick with what would flip it, and the runner-up, with their reasons. */
export function Result({ decision, flip }: ResultProps) {
  const { pick, runnerUp } = decision;
  return (
    <>
      {pick ? (
        <Pick
          row={pick}
          lead={runnerUp ? pick.score - runnerUp.score : Number.POSITIVE_INFINITY}
          flip={flip}
        />
      ) : (
        <div class="pick">
          <p class="label">The pick</p>
          <h2 tabIndex={-1}>No option survives</h2>
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
          <p class="what">{OPTION_TEXTS[runnerUp.option.id]}</p>
          <Reasons of={runnerUp.option.id} title="For" reasons={runnerUp.pros.slice(0, 3)} />
          <Reasons of={runnerUp.option.id} title="Against" reasons={runnerUp.cons.slice(0, 3)} />
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
              <Reasons
                of={row.option.id}
                reasons={[...row.cons.slice(0, 1), ...row.pros.slice(0, 1)]}
              />
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
              <Reasons of={row.option.id} reasons={row.vetoes.slice(0, 2)} />
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

/** So small a lead is for the team to decide, not for a sum. */
const CLOSE = 2;

interface PickProps {
  row: Ranked;
  lead: number;
  flip: Flip | undefined;
}

function Pick({ row, lead, flip }: PickProps) {
  const { option, pros, cons } = row;
  return (
    <div class="pick" data-family={familyOf(option)}>
      <p class="label">The pick</p>
      <h2 tabIndex={-1}>
        <OptionName option={option} />
      </h2>
      <p class="what">
        {OPTION_TEXTS[option.id]}
        {option.transport && (
          <>
            {' '}
            <a href={`/lessons/${TRANSPORTS[option.transport].lesson}/`}>Its lesson</a>
          </>
        )}
      </p>
      {flip?.decision.pick && (
        <p class="smallest-flip">
          One answer flips it: with “{wordsOf(flip.input, flip.to)}” under “
          {inputOf(flip.input).label}” it is{' '}
          <b>
            <OptionName option={flip.decision.pick.option} />
          </b>
          .
        </p>
      )}
      {row.score <= 0 && (
        <p class="close-call">
          Nothing fits these answers well: as much speaks against it as for it. Look for the answer
          that you could change.
        </p>
      )}
      {row.score > 0 && lead <= CLOSE && (
        <p class="close-call">
          {lead === 0
            ? 'A tie, which only the order of the list decides.'
            : `A close call: it leads by ${lead}.`}{' '}
          Defend the runner-up in the same breath.
        </p>
      )}
      <Reasons of={option.id} title="For" reasons={pros} />
      <Reasons of={option.id} title="Against" reasons={cons} />
    </div>
  );
}

function Score({ of }: { of: Ranked }) {
  return <span class="score">{signed(of.score)}</span>;
}

function signed(score: number): string {
  return score < 0 ? `−${-score}` : `${score}`;
}
