import { describe, expect, test } from 'vitest';
import type { NodePushReport, PushReport } from '#contract/push.ts';
import { ask, openSession } from './support/http2-client.ts';
import { newRunId, problemOf, startServer } from './support/live-server.ts';
import { readFeed } from './support/wire-feed.ts';

const PUSH_PROMISE = 0x5;

describe('GET /live/push', () => {
  test('a client that switches pushes off, as browsers do, is pushed nothing', async () => {
    const server = await startServer();
    const settings = { enablePush: false, initialWindowSize: 131_072 };
    const session = await openSession(server.labTlsOrigin, { settings });
    const run = newRunId();
    const report: PushReport = JSON.parse((await ask(session, `/live/push?run=${run}`)).body);
    expect(report).toMatchObject({
      httpVersion: '2.0',
      settings: { enablePush: false, initialWindowSize: 131_072 },
      pushAllowed: false,
      attempt: { outcome: 'refused', code: 'ERR_HTTP2_PUSH_DISABLED' },
    });
    const { records } = await readFeed(server, run);
    const types = records.map(({ bytes }) => Buffer.from(bytes, 'base64')[3]);
    expect(types).not.toContain(PUSH_PROMISE);
  });

  test('over HTTP/1.1 there is nothing to push with', async () => {
    const { labOrigin } = await startServer();
    const report = await (await fetch(`${labOrigin}/live/push`)).json();
    expect(report).toEqual({
      httpVersion: '1.1',
      settings: null,
      pushAllowed: false,
      attempt: { outcome: 'impossible' },
    });
  });
});

describe('POST /control/runs/:run/node-push', () => {
  test('Node’s own client accepts the push, and the run shows the promise', async () => {
    const server = await startServer();
    const run = newRunId();
    const response = await fetch(`${server.siteOrigin}/control/runs/${run}/node-push`, {
      method: 'POST',
      headers: { Origin: server.siteOrigin },
    });
    const told: NodePushReport = await response.json();
    expect(told.report).toMatchObject({ pushAllowed: true, attempt: { outcome: 'pushed' } });
    expect(told.pushed).toMatchObject({ path: '/live/push/pushed.txt', status: 200 });
    const { records } = await readFeed(server, run);
    const types = records.map(({ bytes }) => Buffer.from(bytes, 'base64')[3]);
    expect(types).toContain(PUSH_PROMISE);
    expect(new Set(records.map(({ streamId }) => streamId))).toEqual(new Set([0, 1, 2]));
  });

  test('only from the course’s own pages', async () => {
    const { siteOrigin } = await startServer();
    const foreign: Record<string, string>[] = [{}, { Origin: 'http://evil.example' }];
    for (const headers of foreign) {
      const target = `${siteOrigin}/control/runs/${newRunId()}/node-push`;
      const response = await fetch(target, { method: 'POST', headers });
      expect(await problemOf(response)).toMatchObject({ status: 403, parameter: 'Origin' });
    }
  });
});
