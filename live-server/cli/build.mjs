import { ensureInstalled } from './ensure-installed.mjs';
import { command } from './processes.mjs';
import { build } from './site-build.mjs';

await command(async () => {
  ensureInstalled();
  const { ok } = await build({ live: true });
  process.exitCode = ok ? 0 : 1;
});
