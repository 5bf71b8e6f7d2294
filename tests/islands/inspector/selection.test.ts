import { describe, expect, it } from 'vitest';
import {
  fromHash,
  neighbour,
  neighbourRow,
  rowOf,
  toHash,
} from '../../../src/islands/inspector/selection.ts';
import type { SpanRef, WireStore } from '../../../src/islands/inspector/wire-store.ts';
import { CHUNKED_HEAD, chunk, Feed, laneOf, REQUEST } from './support.ts';

/** Two exchanges that take turns, and a connection that ends between their rows. */
const store = new Feed()
  .inbound(REQUEST)
  .outbound(CHUNKED_HEAD + chunk('{"a":1}\n'))
  .close()
  .inbound(REQUEST, 2)
  .outbound(CHUNKED_HEAD, 2)
  .close('client-fin', 2)
  .toStore();

/** Every place a walk comes by, from the first key press to the end that stays. */
function walk(
  step: (store: WireStore, from: SpanRef | undefined) => SpanRef | undefined,
): SpanRef[] {
  const seen: SpanRef[] = [];
  for (let at = step(store, undefined); at; ) {
    seen.push(at);
    const next = step(store, at);
    if (!next || (next.lane === at.lane && next.index === at.index)) break;
    at = next;
  }
  return seen;
}

const name = ({ lane, index }: SpanRef) => `${lane.connectionId} ${lane.direction} ${index}`;
const inOrder = store.rows.flatMap((row) =>
  row.kind === 'spans'
    ? Array.from({ length: row.last - row.first + 1 }, (_, i) =>
        name({ lane: row.lane, index: row.first + i }),
      )
    : [],
);

describe('moving by span', () => {
  it('comes by every span of all lanes, in the order of the transcript', () => {
    expect(walk((of, from) => neighbour(of, from, 1)).map(name)).toEqual(inOrder);
  });

  it('goes back the same way', () => {
    expect(walk((of, from) => neighbour(of, from, -1)).map(name)).toEqual(inOrder.toReversed());
  });

  it('finds nothing where nothing has come yet', () => {
    expect(neighbour(new Feed().toStore(), undefined, 1)).toBeUndefined();
  });
});

describe('moving by row', () => {
  const starts = store.rows.flatMap((row) =>
    row.kind === 'spans' ? [name({ lane: row.lane, index: row.first })] : [],
  );

  it('comes by the first span of each row and passes over what is no bytes', () => {
    expect(walk((of, from) => neighbourRow(of, from, 1)).map(name)).toEqual(starts);
  });

  it('stays where there is no row left', () => {
    const first = { lane: laneOf(store, 'inbound'), index: 0 };
    expect(neighbourRow(store, first, -1)).toEqual(first);
  });

  it('knows in which row a span stands', () => {
    const lane = laneOf(store, 'inbound', 2);
    const row = store.rows[rowOf(store, { lane, index: 7 })];
    expect(row).toMatchObject({ kind: 'spans', first: 6 });
  });
});

describe('the address of a span', () => {
  it('leads back to every span', () => {
    for (const lane of store.lanes) {
      for (const index of lane.spans.keys()) {
        expect(fromHash(store, toHash({ lane, index }))).toEqual({ lane, index });
      }
    }
  });

  it('reads as connection, direction and offset', () => {
    expect(toHash({ lane: laneOf(store, 'outbound', 2), index: 2 })).toBe('#wire-2-out-9');
  });

  it('leads to the span that holds the byte, when the bytes have moved a little', () => {
    expect(fromHash(store, '#wire-2-out-10')).toEqual({
      lane: laneOf(store, 'outbound', 2),
      index: 2,
    });
  });

  it.each(['', '#sources', '#wire-3-out-0', '#wire-1-out-99999', '#wire-1-up-0', '#wire-1-out--1'])(
    'leads nowhere from %j',
    (hash) => {
      expect(fromHash(store, hash)).toBeUndefined();
    },
  );
});
