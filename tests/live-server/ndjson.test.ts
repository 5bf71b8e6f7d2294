import { describe, expect, test } from 'vitest';
import { tokensFrom } from '../../live-server/tokens/source.ts';
import { newRunId, startServer } from './support/live-server.ts';
import { dechunk, get } from './support/raw-client.ts';

describe('GET /live/ndjson', () => {
  test('a start line, a line per token, an end line', async () => {
    const { labOrigin } = await startServer();
    const run = newRunId();
    const response = await fetch(`${labOrigin}/live/ndjson?run=${run}&tokens=3&intervalMs=0`);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (await response.text()).split('\n');
    expect(lines.pop()).toBe('');
    const [one, two, three] = tokensFrom(1, 3);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { type: 'start', run, tokens: 3 },
      { type: 'delta', index: 1, token: one },
      { type: 'delta', index: 2, token: two },
      { type: 'delta', index: 3, token: three },
      { type: 'end', tokens: 3 },
    ]);
  });

  test('without a run id the start line says so', async () => {
    const { labOrigin } = await startServer();
    const text = await (await fetch(`${labOrigin}/live/ndjson?tokens=1`)).text();
    expect(text).toContain('{"type":"start","run":null,"tokens":1}\n');
  });

  test('each line is a chunk of its own', async () => {
    const { labOrigin } = await startServer();
    const client = await get(labOrigin, '/live/ndjson?tokens=20&intervalMs=1');
    await client.untilText('"end"');
    for (const chunk of dechunk(client.body).chunks) expect(String(chunk)).toMatch(/^[^\n]+\n$/);
  });

  test('a token with a line break is still one line', async () => {
    const { labOrigin } = await startServer();
    const tokens = tokensFrom(1, 200);
    expect(tokens).toContain('\n\n');
    const text = await (await fetch(`${labOrigin}/live/ndjson?tokens=200&intervalMs=0`)).text();
    expect(text.trimEnd().split('\n')).toHaveLength(202);
  });
});
