import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ROOT } from '../../live-server/cli/ensure-installed.mjs';
import { findFreePorts } from '../../live-server/cli/ports.mjs';
import { ENVIRONMENT } from '../live-server/support/live-server.ts';

test('npm start with a taken port says one sentence and ends with 1', async () => {
  const [port = 0] = await findFreePorts(1);
  const other = createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  onTestFinished(() => void other.close());

  const { status, stdout, stderr } = spawnSync(process.execPath, ['live-server/cli/start.mjs'], {
    cwd: ROOT,
    env: { ...process.env, ...ENVIRONMENT, SITE_PORT: String(port) },
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringMatching(`^Port ${port} is taken.*\\.$`),
  ]);
});
