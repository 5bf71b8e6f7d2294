import { ensureInstalled } from './ensure-installed.mjs';
import { portsOf, refuseTakenPorts } from './ports.mjs';
import { command, runInForeground } from './processes.mjs';

/** Where the live server's control side listens; astro.config.mjs forwards /control to it. */
const CONTROL_PORT = 4320;

await command(async () => {
  const ports = portsOf(process.env);
  await refuseTakenPorts([...ports, { port: CONTROL_PORT }]);
  ensureInstalled();

  const site = String(process.env.SITE_PORT || 4321);
  runInForeground([
    // --ignore-lock keeps it in the foreground, also where it takes its caller for an agent.
    { program: 'astro', parameters: ['dev', '--port', site, '--ignore-lock'] },
    {
      program: 'node',
      parameters: ['--watch', '--watch-preserve-output', 'live-server/main.ts'],
      variables: {
        SITE_PORT: String(CONTROL_PORT),
        SITE_ORIGINS: `http://localhost:${site},http://127.0.0.1:${site}`,
      },
    },
  ]);
});
