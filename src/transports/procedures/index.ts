import type { ProcedureName } from '../../procedures/index.ts';
import type { ProcedureSlice } from './procedure.ts';

/** Every script, fetched when a panel needs it and not before. */
const SCRIPTS = {
  'early-hints': async () => (await import('./early-hints.ts')).earlyHintsScript,
  'push-refused': async () => (await import('./push-refused.ts')).pushRefusedScript,
  'seventh-tab': async () => (await import('./seventh-tab.ts')).seventhTabScript,
  'shared-stream': async () => (await import('./shared-stream.ts')).sharedStreamScript,
} satisfies Record<ProcedureName, () => Promise<ProcedureSlice>>;

export function loadProcedure(name: ProcedureName): Promise<ProcedureSlice> {
  return SCRIPTS[name]();
}
