import { describe, expect, it } from 'vitest';
import { createSelection, hover, unhover } from '../../../src/islands/inspector/selection.ts';
import { WireStore } from '../../../src/islands/inspector/wire-store.ts';

const store = new WireStore();
store.add({
  type: 'record',
  connectionId: 1,
  streamId: null,
  seq: 1,
  direction: 'inbound',
  atMs: 0,
  bytes: btoa('GET /live/chunked HTTP/1.1\r\nHost: localhost:4322\r\n\r\n'),
});
const lane = store.lanes[0] as NonNullable<(typeof store.lanes)[0]>;

const MOVED = { movementX: 1, movementY: 0 };

describe('a span under the pointer', () => {
  it('is lit for as long as the pointer rests on it; then what was picked is lit again', () => {
    const selection = createSelection();
    selection.value = { lane, index: 2 };
    hover(selection, lane, 4, MOVED);
    hover(selection, lane, 5, MOVED);
    expect(selection.value).toMatchObject({ index: 5 });
    unhover(selection);
    expect(selection.value).toEqual({ lane, index: 2 });
  });

  it('leaves nothing lit where nothing was picked', () => {
    const selection = createSelection();
    hover(selection, lane, 4, MOVED);
    unhover(selection);
    expect(selection.value).toBeUndefined();
  });

  it('is not lit when the list moves and the pointer does not', () => {
    const selection = createSelection();
    selection.value = { lane, index: 2 };
    hover(selection, lane, 4, { movementX: 0, movementY: 0 });
    expect(selection.value).toEqual({ lane, index: 2 });
  });

  it('does not take back a pick that was made meanwhile', () => {
    const selection = createSelection();
    hover(selection, lane, 4, MOVED);
    selection.value = { lane, index: 4 };
    unhover(selection);
    expect(selection.value).toEqual({ lane, index: 4 });
  });
});
