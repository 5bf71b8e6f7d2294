import { ensureInstalled } from './ensure-installed.mjs';
import { command, runInForeground } from './processes.mjs';

await command(() => {
  ensureInstalled();
  // Both as the environment has them, and as config.ts and Chromium read them.
  const { CERTIFICATES_DIR = '', XDG_DATA_HOME = '' } = process.env;
  runInForeground([
    {
      program: 'node',
      parameters: [
        'live-server/trust/main.ts',
        `--folder=${CERTIFICATES_DIR}`,
        `--data-home=${XDG_DATA_HOME}`,
        ...process.argv.slice(2),
      ],
    },
  ]);
});
