import type { ProcedureName } from '../../procedures/index.ts';
import type { ProcedureSlice } from './procedure.ts';

/** Every script, fetched when a panel needs it and not before. */
const SCRIPTS = {
  'seventh-tab': async () => (await import('./seventh-tab.ts')).seventhTabScript,
  'shared-stream': async () => (await import('./shared-stream.ts')).sharedStreamScript,
  'stalled-connection': async () =>
    (await import('./stalled-connection.ts')).stalledConnectionScript,
  'unread-body': async () => (await import('./unread-body.ts')).unreadBodyScript,
  'upload-progress': async () => (await import('./upload-progress.ts')).uploadProgressScript,
} satisfies Record<ProcedureName, () => Promise<ProcedureSlice>>;

export function loadProcedure(name: ProcedureName): Promise<ProcedureSlice> {
  return SCRIPTS[name]();
}
