import { ensureInstalled, Sentence } from './ensure-installed.mjs';
import { portsOf, refuseTakenPorts } from './ports.mjs';
import { command, runInForeground } from './processes.mjs';
import { build, isStale } from './site-build.mjs';

await command(async () => {
  await refuseTakenPorts(portsOf(process.env));
  ensureInstalled();

  if (isStale()) {
    console.log('Building the site …');
    const { ok, output } = await build();
    if (!ok) throw new Sentence(`${output}\nThe site could not be built; the reason is above.`);
  }
  runInForeground([{ program: 'node', parameters: ['live-server/main.ts'] }]);
});
