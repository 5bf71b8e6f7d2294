import { describe, expect, it } from 'vitest';
import type { Capture } from '../../src/islands/experiment/capture.ts';
import { differences } from './compare.ts';

function capture(outbound: string, changes: Partial<Capture> = {}): Capture {
  const record = (seq: number, direction: 'inbound' | 'outbound', text: string) => ({
    type: 'record' as const,
    connectionId: 1,
    streamId: null,
    seq,
    direction,
    atMs: seq,
    bytes: btoa(text),
  });
  return {
    recordedAt: '2026-11-23T00:00:00.000Z',
    node: '26.10.0',
    browser: 'Chromium 156',
    setup: { transport: 'chunked', tokens: 1, intervalMs: 0, seed: 1, stop: 'abort', cut: false },
    run: 'r'.repeat(32),
    ending: 'end',
    endedAtMs: 10,
    client: [{ atMs: 3, event: { type: 'delta', text: 'hello' } }],
    wire: [
      record(1, 'inbound', 'GET /live/chunked HTTP/1.1\r\nHost: localhost:4322\r\n\r\n'),
      record(2, 'outbound', outbound),
    ],
    ...changes,
  };
}

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n';

describe('two captures of one experiment', () => {
  const stored = capture(`${HEAD}5\r\nhello\r\n0\r\n\r\n`);

  it('are the same in kind although values differ', () => {
    const today = capture(`${HEAD.replace('OK', 'Fine')}5\r\nhello\r\n0\r\n\r\n`);
    expect(differences(stored, today)).toEqual([]);
  });

  it('differ when a kind of span is gone', () => {
    const today = capture(
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello',
    );
    expect(differences(stored, today).join()).toContain('no outbound chunk-size');
  });

  it('differ when the run ended another way', () => {
    expect(differences(stored, { ...stored, ending: 'error' })).toEqual([
      'ended as "end" when it was recorded, as "error" today',
    ]);
  });

  it('differ when the text is another', () => {
    const today = {
      ...stored,
      client: [{ atMs: 3, event: { type: 'delta' as const, text: 'bye' } }],
    };
    expect(differences(stored, today)).toEqual(['the text is another']);
  });
});
