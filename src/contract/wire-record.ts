/**
 * What the tap saw, as GET /control/runs/:run/wire tells it: an event stream
 * whose events carry `id: <seq>` and these objects. A record has no event type;
 * the others are named by theirs.
 */

/** Towards the server, or towards the browser (RFC 9110 §3.7). */
export type WireDirection = 'inbound' | 'outbound';

/**
 * One read or write on an HTTP/1.1 lab connection, or one frame on an HTTP/2 one
 * (the client's connection preface counts as a frame), with secrets masked in
 * place (`*`, lengths kept).
 */
export interface WireRecord {
  /** 1-based over the connections of this run, in the order in which they were bound to it. */
  connectionId: number;
  /** HTTP/2 stream, 0 for the connection itself; null over HTTP/1.1. */
  streamId: number | null;
  /** 1-based over the run, without gaps; also the event id. */
  seq: number;
  direction: WireDirection;
  /** Ms since the run began, on the server's clock. */
  atMs: number;
  /** Base64. */
  bytes: string;
  /**
   * Present where the frame crossed before the run began, on a connection that
   * was there already: its preface and settings. `atMs` is 0 then.
   */
  earlier?: true;
  /**
   * On the HTTP/2 frame that ends a field section (RFC 9113 §4.3): what it
   * decodes to. Only the whole connection's history can decode it (RFC 7541
   * §2.2), and a run is shown its own streams alone; so the server does it.
   */
  fields?: HeaderField[];
}

/** One representation of a field block (RFC 7541 §6). */
export interface HeaderField {
  /** Empty for a table size update. */
  name: string;
  /** Masked with `*` where it is secret; the new size for a table size update. */
  value: string;
  /** Where it lies in the field block: all of its fragments, without frame headers and padding. */
  start: number;
  end: number;
  as: FieldRepresentation;
  /** The table entry it points to: 1 to 61 in the static table, from 62 on in the dynamic one. */
  index?: number;
  /** Whether the name, the value or both are Huffman-coded literals (RFC 7541 §5.2). */
  huffman?: 'name' | 'value' | 'both';
}

export type FieldRepresentation =
  /** Name and value stand in a table (RFC 7541 §6.1). */
  | 'indexed'
  /** Literal, added to the dynamic table (§6.2.1). */
  | 'incremental'
  /** Literal, not added (§6.2.2). */
  | 'without-indexing'
  /** Literal that no intermediary may add either (§6.2.3). */
  | 'never-indexed'
  /** Dynamic table size update (§6.3). */
  | 'size-update';

/** How a connection of the run ended, as the server saw it. `event: close`. */
export interface WireClose {
  connectionId: number;
  seq: number;
  atMs: number;
  /** Who ended it: the client by FIN or RST, the lab by a fault, the server in good order. */
  how: 'client-fin' | 'client-rst' | 'lab-reset' | 'server-close';
}

/** Bytes that were seen and not kept, because the run's log was full. `event: not-kept`. */
export interface WireNotKept {
  seq: number;
  direction: WireDirection;
  sizeBytes: number;
}
