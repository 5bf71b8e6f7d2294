import { type Signal, signal } from '@preact/signals';
import type { Row, SpanRef, WireStore } from './wire-store.ts';

/** Which span is lit, in every view at once. */
export type Selection = Signal<SpanRef | undefined>;

export function createSelection(): Selection {
  return signal<SpanRef | undefined>(undefined);
}

/**
 * Lights a span for as long as the pointer rests on it. Only a pointer that moved
 * counts: when the list scrolls under one that lies still, the keys are at work.
 */
export function hover(
  selection: Selection,
  lane: SpanRef['lane'],
  index: number,
  { movementX, movementY }: Pick<PointerEvent, 'movementX' | 'movementY'>,
): void {
  const before = selection.value;
  if (isSelected(before, lane, index) || (movementX === 0 && movementY === 0)) return;
  const instead = before?.hovered ? before.hovered.instead : before;
  selection.value = { lane, index, hovered: { instead } };
}

/** Lights again what was picked before the pointer came. */
export function unhover(selection: Selection): void {
  const { hovered } = selection.value ?? {};
  if (hovered) selection.value = hovered.instead;
}

export function isSelected(
  selected: SpanRef | undefined,
  lane: SpanRef['lane'],
  index: number,
): boolean {
  return selected?.lane === lane && selected.index === index;
}

/** The row in which a span stands; -1 where it stands in none. */
export function rowOf(store: WireStore, { lane, index }: SpanRef): number {
  return store.rows.findIndex(
    (row) => row.kind === 'spans' && row.lane === lane && row.first <= index && index <= row.last,
  );
}

/** The span before or after the selected one, in the order of the transcript. */
export function neighbour(
  store: WireStore,
  selected: SpanRef | undefined,
  step: 1 | -1,
): SpanRef | undefined {
  if (!selected) return firstIn(store, step === 1 ? 0 : store.rows.length - 1, step);
  const at = rowOf(store, selected);
  const row = store.rows[at];
  if (row?.kind !== 'spans') return undefined;
  const index = selected.index + step;
  if (index >= row.first && index <= row.last) return { lane: row.lane, index };
  return firstIn(store, at + step, step) ?? selected;
}

/** The span at the same end of the next row that has any. */
export function neighbourRow(
  store: WireStore,
  selected: SpanRef | undefined,
  step: 1 | -1,
): SpanRef | undefined {
  if (!selected) return neighbour(store, selected, step);
  for (let at = rowOf(store, selected) + step; at >= 0 && at < store.rows.length; at += step) {
    const row = store.rows[at] as Row;
    if (row.kind === 'spans') return { lane: row.lane, index: row.first };
  }
  return selected;
}

function firstIn(store: WireStore, from: number, step: 1 | -1): SpanRef | undefined {
  for (let at = from; at >= 0 && at < store.rows.length; at += step) {
    const row = store.rows[at] as Row;
    if (row.kind === 'spans') return { lane: row.lane, index: step === 1 ? row.first : row.last };
  }
  return undefined;
}

/** `#wire-1-out-120`: connection (and stream: `1.3`), direction and offset of the span's first byte. */
export function toHash({ lane, index }: SpanRef): string {
  const start = lane.spans[index]?.start ?? 0;
  const stream = lane.streamId === null ? '' : `.${lane.streamId}`;
  const side = lane.direction === 'inbound' ? 'in' : 'out';
  return `#wire-${lane.connectionId}${stream}-${side}-${start}`;
}

/** The span that a hash names, once it has crossed the wire. */
export function fromHash(store: WireStore, hash: string): SpanRef | undefined {
  const match = /^#wire-(\d+)(?:\.(\d+))?-(in|out)-(\d+)$/.exec(hash);
  if (!match) return undefined;
  const [, connectionId, streamId, side, start] = match;
  const lane = store.lanes.find(
    (each) =>
      each.connectionId === Number(connectionId) &&
      each.streamId === (streamId === undefined ? null : Number(streamId)) &&
      each.direction === (side === 'in' ? 'inbound' : 'outbound'),
  );
  const index = lane?.spans.findIndex(({ end }) => end > Number(start)) ?? -1;
  return lane && index >= 0 ? { lane, index } : undefined;
}
