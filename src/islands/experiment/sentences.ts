import { TransportError } from '../../transports/transport.ts';
import type { Recording } from './recording.ts';

/** Why nothing can be run. */
export const SERVER_DOWN =
  'The live server does not answer, so there is nothing to run. Start it with `npm start` and press Run again.';

/** Why what is shown is not the learner's own. */
export const SERVER_DOWN_REPLAY =
  'The live server does not answer: this is a recorded run. Start the server with `npm start` for your own.';

/** The same where it is the TLS origin that cannot be used; its own notice says why. */
export const TLS_REPLAY = 'Nothing can be run over the TLS origin, so this is a recorded run.';

/** What to say of an obstacle. @param kept whether a recorded run is shown instead */
export function obstacleSentence(obstacle: 'down' | 'tls', kept: boolean): string | undefined {
  if (obstacle === 'down') return kept ? SERVER_DOWN_REPLAY : SERVER_DOWN;
  return kept ? TLS_REPLAY : undefined;
}

/** What a screen reader hears while the run lasts. */
export function progressOf({ deltas }: Recording, elapsedMs: number): string {
  return `${deltas.length} pieces of text, ${Math.round(elapsedMs / 1000)} s`;
}

/** What a screen reader hears when the run is over. */
export function summaryOf({ ending, deltas, failure, endedAtMs = 0 }: Recording): string {
  const amount = `${deltas.length} pieces of text in ${(endedAtMs / 1000).toFixed(1)} s`;
  if (ending === 'error') return `Failed after ${amount}. ${failure ?? ''}`;
  return `${ending === 'end' ? 'Ended' : 'Stopped'}: ${amount}.`;
}

/** What went wrong, for the learner. */
export function sentenceOf(error: unknown): string {
  if (error instanceof TransportError) return error.message;
  return `Something unexpected happened: ${error instanceof Error ? error.message : String(error)}`;
}
