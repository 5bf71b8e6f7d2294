import type { Definition } from '../../procedures/definition.ts';
import type { Question } from '../experiment/setup.ts';
import { fillWith, noVerdict, type Verdict, weigh } from '../experiment/verdict.ts';
import type { ProcedureRecording } from './recording.ts';

const UNFINISHED = {
  stopped: 'You stopped it before there was an answer. Run again and let it come to its end.',
  'timed-out':
    'Its time was over before there was an answer. Run again, with nothing else at work.',
  error: 'It failed before there was an answer. Mend what the panel says, then run again.',
} as const;

/** Undefined while the procedure lasts. */
export function judgeProcedure(
  question: Question,
  definition: Definition,
  { ending, facts }: ProcedureRecording,
  prediction: string | undefined,
): Verdict | undefined {
  if (ending === 'running') return undefined;
  // Half a procedure states half of its facts: what they add up to would be chance.
  if (ending !== 'end') return noVerdict(UNFINISHED[ending]);
  const outcome = definition.read(facts as never);
  if (outcome === undefined) return noVerdict(definition.inconclusive);
  return weigh(question, outcome, prediction, fillWith(question.verdicts[outcome] ?? '', facts));
}
