import { expect, it } from 'vitest';
import { pushRefused } from '../../src/procedures/push-refused.ts';

it.each([
  ['no promise left the server', { protocol: '2.0', browserPromises: 0 }, 'refused'],
  ['one did, and was kept', { protocol: '2.0', browserPromises: 1, browserReset: false }, 'taken'],
  ['one did, and was reset', { protocol: '2.0', browserPromises: 1, browserReset: true }, 'reset'],
  ['a connection without frames', { protocol: '1.1', browserPromises: 0 }, 'no-push-in-http1'],
  ['nothing is known of the wire', { protocol: '2.0' }, undefined],
  ['the browser got no answer', { browserPromises: 0 }, undefined],
])('%s', (_, facts, outcome) => {
  expect(pushRefused.read(facts)).toBe(outcome);
});
