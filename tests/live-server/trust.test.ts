import { expect, test } from 'vitest';
import { TRUST_PATH, type TrustAnswer } from '#contract/trust.ts';
import { startServer } from './support/live-server.ts';

test('GET /live/trust gives another answer each time, which a browser may keep for a minute', async () => {
  const { labOrigin, siteOrigin } = await startServer();
  const ask = () => fetch(labOrigin + TRUST_PATH, { headers: { Origin: siteOrigin } });
  const [first, second] = [await ask(), await ask()];
  expect(first.status).toBe(200);
  expect(first.headers.get('cache-control')).toBe('private, max-age=60');
  expect(first.headers.get('vary')).toBe('Origin');
  expect(first.headers.get('timing-allow-origin')).toBe(siteOrigin);
  const answers = [await first.json(), await second.json()] as TrustAnswer[];
  expect(answers[0]?.answer).toMatch(/^[0-9a-f-]{36}$/);
  expect(answers[1]?.answer).not.toBe(answers[0]?.answer);
});
