import type { TransportId } from '#contract/transports.ts';
import type { ProbeName } from './probes.ts';

/** Everything a run is made of: an experiment's data, or the knobs of the lab. */
export interface RunSetup {
  transport: TransportId;
  tokens: number;
  intervalMs: number;
  seed: number;
  pollMs?: number | undefined;
  faults?: string | undefined;
  onEnd?: 'close' | 'wait' | undefined;
  /** What Stop does: abort the client's side, or ask the server with DELETE. */
  stop: 'abort' | 'delete';
  /** Whether the panel offers to cut the connection. */
  cut: boolean;
}

/** What an experiment asks, and what it has to say about each answer. */
export interface Inquiry {
  question: string;
  task?: string | undefined;
  probe: ProbeName;
  predictions: { outcome: string; label: string }[];
  expected: string;
  verdicts: Record<string, string>;
  source: { label: string; href: string };
  next?: { text: string; href: string } | undefined;
}
