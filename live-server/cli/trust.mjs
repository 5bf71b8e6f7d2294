import { ensureInstalled } from './ensure-installed.mjs';
import { command, runInForeground } from './processes.mjs';

await command(() => {
  ensureInstalled();
  // As Chromium reads it; the rest of the environment is config.ts's to read.
  const { XDG_DATA_HOME = '' } = process.env;
  runInForeground([
    {
      program: 'node',
      parameters: [
        'live-server/trust/main.ts',
        `--data-home=${XDG_DATA_HOME}`,
        ...process.argv.slice(2),
      ],
    },
  ]);
});
