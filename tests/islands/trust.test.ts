import { expect, test } from 'vitest';
import { passes } from '../../src/islands/trust/trust-notice.tsx';
import type { Trust } from '../../src/transports/trust.ts';

const origin = 'https://localhost:4323';
const states: Record<string, Trust | undefined> = {
  trusted: { state: 'trusted', origin, protocol: 'h2' },
  waved: { state: 'waved', origin, protocol: 'h2' },
  refused: { state: 'refused', origin },
  off: { state: 'off' },
  down: { state: 'down' },
  unknown: undefined,
};

test('a lab over TLS runs where the browser lets the connection pass, trusted or not', () => {
  expect(Object.keys(states).filter((state) => passes(states[state]))).toEqual([
    'trusted',
    'waved',
  ]);
});
