import { neighbour, neighbourRow, type Selection } from './selection.ts';
import type { SpanRef, WireStore } from './wire-store.ts';

/** Arrow keys move by span and by row, in every view alike. */
export function moveByKeys(store: WireStore, selection: Selection) {
  return (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = target(store, selection.value, event.key);
    if (to === undefined) return;
    event.preventDefault();
    selection.value = to === 'none' ? undefined : to;
  };
}

function target(
  store: WireStore,
  selected: SpanRef | undefined,
  key: string,
): SpanRef | 'none' | undefined {
  switch (key) {
    case 'ArrowRight':
      return neighbour(store, selected, 1);
    case 'ArrowLeft':
      return neighbour(store, selected, -1);
    case 'ArrowDown':
      return neighbourRow(store, selected, 1);
    case 'ArrowUp':
      return neighbourRow(store, selected, -1);
    case 'Home':
      return neighbour(store, undefined, 1);
    case 'End':
      return neighbour(store, undefined, -1);
    case 'Escape':
      return selected && 'none';
    default:
      return undefined;
  }
}
