import { expect, test } from 'vitest';
import { isTrustedFor } from '../../src/islands/trust/trust-notice.tsx';
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
const runsIn = (need: 'connection' | 'certificate') =>
  Object.keys(states).filter((state) => isTrustedFor(need, states[state]));

test('a lab that needs the connection alone runs also behind a warning clicked away', () => {
  expect(runsIn('connection')).toEqual(['trusted', 'waved']);
});

test('a lab about Early Hints runs with real trust only', () => {
  expect(runsIn('certificate')).toEqual(['trusted']);
});
