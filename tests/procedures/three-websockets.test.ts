import { expect, it } from 'vitest';
import { threeWebSockets } from '../../src/procedures/three-websockets.ts';

const on = { onAnnounced: true, onVersion: '2.0' };

it.each([
  ['all on the connection of the fetch', { ...on, onConnections: 1 }, 'shared'],
  ['over HTTP/2, and not on that connection', { ...on, onConnections: 2 }, 'apart'],
  ['a browser without RFC 8441', { ...on, onVersion: '1.1', onConnections: 4 }, 'one-each'],
  ['the setting was not seen', { ...on, onAnnounced: false, onConnections: 1 }, undefined],
  ['nothing was counted', on, undefined],
])('%s', (_, facts, outcome) => {
  expect(threeWebSockets.read(facts)).toBe(outcome);
});
