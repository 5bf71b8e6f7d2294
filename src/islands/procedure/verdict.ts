import type { Definition } from '../../procedures/definition.ts';
import type { Question } from '../experiment/setup.ts';
import { fillWith, noVerdict, type Verdict, weigh } from '../experiment/verdict.ts';
import type { ProcedureRecording } from './recording.ts';

/** Undefined while the procedure lasts. */
export function judgeProcedure(
  question: Question,
  definition: Definition,
  { ending, facts }: ProcedureRecording,
  prediction: string | undefined,
): Verdict | undefined {
  if (ending === 'running') return undefined;
  // Half a procedure states half of its facts: what they add up to would be chance.
  const outcome = ending === 'end' ? definition.read(facts as never) : undefined;
  if (outcome === undefined) return noVerdict(definition.inconclusive);
  return weigh(question, outcome, prediction, fillWith(question.verdicts[outcome] ?? '', facts));
}
