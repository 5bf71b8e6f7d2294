import type { TransportFamily } from '#contract/transports.ts';
import type { WireRecord } from '#contract/wire-record.ts';
import type { Definition, Fact, FactsOf, OptionsOf } from '../../procedures/definition.ts';
import type { ResourceReading } from '../resource-timing.ts';
import type { WireFeedEvent } from '../wire-feed.ts';
import type { IsWhole, Tapped } from './run-feeds.ts';

/** Which hue and glyph a lane wears. */
export type LaneFamily = TransportFamily | 'push';

export type OriginName = 'h1' | 'h2';

/** `h2-connect-off`: the TLS origin by a name under which it does without extended CONNECT (RFC 8441). */
export type PlaceName = OriginName | 'h2-connect-off';

/**
 * What happened on a lane, in the order it happened, told at the moment it did.
 * `what` is a few words for the chart and its table.
 */
export type LaneEvent =
  /** A request or a handshake leaves the page's hands. From here on the lane waits. */
  | { type: 'asked'; what: string }
  /** The head of an answer is here, or the connection is open. The lane waits no more. */
  | { type: 'answered'; what: string }
  | { type: 'data'; sizeBytes?: number; what?: string }
  /** Something worth a word that changes nothing. */
  | { type: 'note'; what: string }
  /** It ended as its protocol says. */
  | { type: 'ended'; what: string }
  | { type: 'failed'; what: string }
  /** The page itself closed or aborted it. */
  | { type: 'closed'; what: string };

/** One row of the chart. Its methods are the events above. */
export interface Lane {
  asked(what: string): void;
  answered(what: string): void;
  data(sizeBytes?: number, what?: string): void;
  note(what: string): void;
  ended(what?: string): void;
  failed(what: string): void;
  closed(what: string): void;
  /**
   * The lane for what became known late: its events are stamped `ms` before now.
   * For what another end tells afterwards, placed on this browser's clock.
   */
  ago(ms: number): Lane;
}

/** How a lane is drawn where the procedure draws curves: the sum of its data, from its `asked` on. */
export interface Curve {
  /** Title of the chart that it belongs to. */
  chart: string;
  /** Who counted: this page, or the server. */
  by: 'page' | 'server';
}

export interface LaneSetup {
  family: LaneFamily;
  origin: PlaceName;
  /** The run whose bytes belong to the lane. Several lanes may share one. */
  run?: string;
  /** How often data is expected, in ms: a silence of three times as long is shaded. */
  everyMs?: number;
  /** The lane is drawn from its own beginning, beside others that began at another time. */
  fromZero?: true;
  curve?: Curve;
}

/** What a procedure works with. Whatever it opens here is closed when it ends, however it ends. */
export interface ProcedureLab<D extends Definition = Definition> {
  readonly options: OptionsOf<D['options']>;
  /** Aborts at Stop, at the time limit and at the end of the script. */
  readonly signal: AbortSignal;
  /**
   * Address of a lab origin, for example `http://localhost:4322`.
   * @throws TransportError `unreachable` where that origin is not there
   */
  origin(name: PlaceName): string;
  /** A run id whose bytes are followed for the inspector under `label`. */
  newRun(label: string): string;
  /** What the tap has seen of a run so far: connections, and HTTP/2 streams on them. */
  tapped(run: string): Tapped;
  /**
   * Everything that crossed the wire for a run, in its order, once nothing more comes.
   * To be called when its requests are over. It takes some hundred ms and holds up
   * nothing else, so wait for it at the end.
   *
   * @param isWhole whether everything is there that must be; it is waited for some seconds
   */
  records(run: string, isWhole?: IsWhole): Promise<readonly WireRecord[]>;
  lane(label: string, setup: LaneSetup): Lane;
  /** States what the verdict and the measurements rest on. The last statement counts. */
  fact<Name extends keyof D['facts'] & string>(
    name: Name,
    value: NonNullable<FactsOf<D['facts']>[Name]>,
  ): void;
  fetch(url: string, init?: RequestInit): Promise<Response>;
  eventSource(url: string): EventSource;
  webSocket(url: string): WebSocket;
  xhr(): XMLHttpRequest;
  /** A hidden document of this site or of a lab origin, in the page until it is removed. */
  frame(url: string): HTMLIFrameElement;
  /**
   * A window of its own, empty, to be navigated by its `location`; null where the
   * browser blocks it. It is allowed for some seconds after the click on Run, and once.
   */
  popup(): Window | null;
  /** Resource Timing of a request that is over; undefined where the browser has no entry in time. */
  resource(url: string): Promise<ResourceReading | undefined>;
  sleep(ms: number): Promise<void>;
}

/**
 * A procedure's script. Resolves when it came to its end; an abort makes the
 * waits in it reject, which is no error. Whatever else it throws is shown.
 */
export type Procedure<D extends Definition = Definition> = (lab: ProcedureLab<D>) => Promise<void>;

/** A script with its definition; a method, so that every one fits where any is handled. */
export interface ProcedureSlice<D extends Definition = Definition> {
  readonly definition: D;
  run(lab: ProcedureLab<D>): Promise<void>;
}

/** What the runner reports, in the order it happened. */
export type ProcedureEvent =
  | { type: 'run'; run: string; label: string }
  | ({ type: 'lane'; lane: number; label: string } & LaneSetup)
  /** `agoMs`: how long before it was told it happened. */
  | { type: 'lane-event'; lane: number; event: LaneEvent; agoMs?: number }
  | { type: 'fact'; name: string; value: Fact }
  | { type: 'wire'; run: string; event: WireFeedEvent };
