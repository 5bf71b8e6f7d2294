import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Origins } from '#contract/origins.ts';
import { ensureCertificates } from '../../live-server/certificates/certificates.ts';
import { probeTrust } from '../../src/transports/trust.ts';
import { serve } from './support.ts';

/** A TLS origin with a certificate that this process does not trust; browsers are in tests/browser. */
let tls: Server;
let origins: Origins;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trust-'));
  const { key, cert } = await ensureCertificates(folder, [], Date.now());
  tls = createServer({ key, cert }, (_, response) => response.end()).listen(0, 'localhost');
  await once(tls, 'listening');
  const { port } = tls.address() as AddressInfo;
  const h1 = { origin: 'http://localhost:1', up: true };
  origins = { h1, h2: { origin: `https://localhost:${port}`, up: true, connectOff: null } };
  return async () => {
    tls.close();
    await rm(folder, { recursive: true });
  };
});

/** The control side, as long as the test lasts. */
async function controlSide(): Promise<string> {
  const { origin } = await serve((_, response) => response.end(JSON.stringify(origins)));
  return origin;
}

test('refused: the certificate is not trusted, and the server is up', async () => {
  const site = await controlSide();
  expect(await probeTrust(origins, site)).toEqual({ state: 'refused', origin: origins.h2?.origin });
});

test('down: nothing answers, at the TLS origin nor at the control side', async () => {
  const gone = createServer().listen(0);
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  expect(await probeTrust(origins, `http://localhost:${port}`)).toEqual({ state: 'down' });
  expect(await probeTrust(undefined)).toEqual({ state: 'down' });
});

test('off: the server has no TLS origin, or it is not up', async () => {
  expect(await probeTrust({ ...origins, h2: null })).toEqual({ state: 'off' });
  const h2 = { origin: 'https://localhost:1', up: false, connectOff: null };
  expect(await probeTrust({ ...origins, h2 })).toEqual({ state: 'off' });
});

test('waved: the certificate error is switched off, so no answer is kept', async () => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  onTestFinished(() => {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  });
  let answers = 0;
  tls.removeAllListeners('request');
  tls.on('request', (_, response) => {
    answers += 1;
    response.end(JSON.stringify({ answer: String(answers) }));
  });
  const trust = await probeTrust(origins, await controlSide());
  expect(trust).toMatchObject({ state: 'waved', origin: origins.h2?.origin });
  expect(answers).toBe(2);
});
