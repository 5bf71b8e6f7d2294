/** What the bytes of a type-bytes question are read as. */
export const READS = [
  'chunked',
  'event-stream',
  'ndjson',
  'websocket-client',
  'websocket-server',
  'http1-request',
  'http1-response',
] as const;

export type Reads = (typeof READS)[number];
