import { ensureInstalled } from '../../live-server/cli/ensure-installed.mjs';
import { command } from '../../live-server/cli/processes.mjs';
import { CHECKS, runStep } from './steps.mjs';

await command(async () => {
  ensureInstalled();
  for (const check of CHECKS) {
    const { ok } = await runStep(check);
    if (!ok) process.exitCode = 1;
  }
});
