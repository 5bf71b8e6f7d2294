import type { FaultName } from '#contract/faults.ts';
import type { ClientStop, RunPhase } from '#contract/run-state.ts';

/**
 * How long a client has to read what was written before a fault may strike, in ms.
 * A reset throws away whatever has arrived and is still unread.
 */
export const READ_GRACE_MS = 20;

/** What carries a run at this moment: an HTTP exchange or a WebSocket. */
export interface Carrier {
  /** The last token that was handed out for it; 0 before the first. */
  position: number;
  /** Aborts when the carrier takes no more: the peer left, or was let go. */
  readonly signal: AbortSignal;
  /** Resolves when everything written so far has left and could be read, or never will. */
  flushed(): Promise<void>;
  /** Does to the connection what the fault says. */
  suffer(fault: FaultName): void;
  /** Ends as politely as the transport can: the server is going away. */
  sayGoodbye(): void;
}

/** How a carrier left its run. `running` means: between two requests, as polls are. */
export interface Leaving {
  phase: RunPhase;
  /** One sentence, where the phase alone does not say it. */
  reason?: string;
  /** How the client's stop arrived, where it was the client that left. */
  clientStop?: Untimed<ClientStop>;
}

type Untimed<Stop> = Stop extends unknown ? Omit<Stop, 'atMs' | 'afterToken'> : never;
