import type { WireClose } from '#contract/wire-record.ts';

/** How a connection ended, as a line of the transcript says it. */
export const CLOSE_SENTENCES: Record<WireClose['how'], string> = {
  'client-fin': 'the client closed the connection (FIN)',
  'client-rst': 'the client reset the connection (RST)',
  'lab-reset': 'connection reset by the lab',
  'server-close': 'the server closed the connection',
};
