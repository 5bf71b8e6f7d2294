import type { ProcedureName } from '../../procedures/index.ts';
import type { ProcedureSlice } from './procedure.ts';

/** Every script, fetched when a panel needs it and not before. */
const SCRIPTS = {
  'early-hints': async () => (await import('./early-hints.ts')).earlyHintsScript,
  'push-refused': async () => (await import('./push-refused.ts')).pushRefusedScript,
  'seventh-tab': async () => (await import('./seventh-tab.ts')).seventhTabScript,
  'shared-stream': async () => (await import('./shared-stream.ts')).sharedStreamScript,
  'where-chunked': async () => (await import('./where-chunked.ts')).whereChunkedScript,
  'three-websockets': async () => (await import('./three-websockets.ts')).threeWebSocketsScript,
  'abort-arrivals': async () => (await import('./abort-arrivals.ts')).abortArrivalsScript,
  'stalled-connection': async () =>
    (await import('./stalled-connection.ts')).stalledConnectionScript,
  'unread-body': async () => (await import('./unread-body.ts')).unreadBodyScript,
  'upload-progress': async () => (await import('./upload-progress.ts')).uploadProgressScript,
} satisfies Record<ProcedureName, () => Promise<ProcedureSlice>>;

export function loadProcedure(name: ProcedureName): Promise<ProcedureSlice> {
  return SCRIPTS[name]();
}
