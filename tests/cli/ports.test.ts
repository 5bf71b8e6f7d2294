import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { findFreePorts, portsOf, refuseTakenPorts } from '../../live-server/cli/ports.mjs';
import { readConfig } from '../../live-server/config.ts';

test('the ports looked at are those that the live server will open', () => {
  const moved = { SITE_PORT: '5001', LAB_H1_PORT: '5002', LAB_H2_PORT: '5003' };
  for (const environment of [{}, moved]) {
    const { sitePort, labH1Port, labH2Port } = readConfig(environment);
    const ports = portsOf(environment).map(({ port }) => port);
    expect(ports).toEqual([sitePort, labH1Port, labH2Port]);
  }
});

test('what is no port is left to the sentence of config.ts', () => {
  expect(portsOf({ SITE_PORT: 'http', LAB_H1_PORT: '0', LAB_H2_PORT: '-1' })).toEqual([]);
});

test('a taken port is named, with the variable that moves it', async () => {
  const [port = 0] = await findFreePorts(1);
  await refuseTakenPorts([{ variable: 'SITE_PORT', port }]);

  const server = createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  await expect(refuseTakenPorts([{ variable: 'SITE_PORT', port }])).rejects.toThrow(
    new RegExp(`Port ${port} is taken.*SITE_PORT=`),
  );
});

test('free ports are all different', async () => {
  expect(new Set(await findFreePorts(5)).size).toBe(5);
});
