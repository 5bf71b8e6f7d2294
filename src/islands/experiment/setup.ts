import type { TransportId } from '#contract/transports.ts';
import type { ProbeName } from './probes.ts';

/** Everything a run is made of: an experiment's data, or the knobs of the lab. */
export interface RunSetup {
  transport: TransportId;
  /** Which lab origin the run goes to; HTTP/1.1 where nothing is said. */
  origin?: 'h1' | 'h2' | undefined;
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

/** What a panel asks, and what it has to say about each answer. */
export interface Question {
  question: string;
  task?: string | undefined;
  predictions: { outcome: string; label: string }[];
  expected: string;
  verdicts: Record<string, string>;
  source: { label: string; href: string };
  next?: { text: string; href: string } | undefined;
}

/** The question of an experiment with one transport. */
export interface Inquiry extends Question {
  probe: ProbeName;
}
