import { moveByKeys } from './keys.ts';
import { placeOf } from './places.ts';
import { hover, type Selection, unhover } from './selection.ts';
import { VirtualList } from './virtual-list.tsx';
import { type Lane, mainLane, type WireStore } from './wire-store.ts';

const ROW_PX = 22;
const BYTES_PER_ROW = 16;

interface HexProps {
  store: WireStore;
  selection: Selection;
  running: boolean;
}

/** One lane in hex and text, side by side; the lane is that of the lit span. */
export function Hex({ store, selection, running }: HexProps) {
  const selected = selection.value;
  const lane = selected?.lane ?? mainLane(store);
  if (!lane) return null;
  const span = selected && lane.spans[selected.index];
  return (
    <div class="hex">
      <label class="hex-lane">
        <span class="visually-hidden">Direction</span>
        <select
          value={String(store.lanes.indexOf(lane))}
          onChange={(event) => {
            const next = store.lanes[Number(event.currentTarget.value)];
            if (next?.spans.length) selection.value = { lane: next, index: 0 };
          }}
        >
          {store.lanes.map((each, i) => (
            <option key={`${i}`} value={String(i)}>
              {placeOf(each)}, {each.direction}, {each.size} B
            </option>
          ))}
        </select>
      </label>
      <VirtualList
        label={`${lane.direction} bytes in hex; arrow keys move by span`}
        count={Math.ceil(lane.size / BYTES_PER_ROW)}
        rowPx={ROW_PX}
        current={span ? Math.floor(span.start / BYTES_PER_ROW) : -1}
        follow={running}
        onKeyDown={moveByKeys(store, selection)}
        onPointerLeave={() => unhover(selection)}
        still={selected?.hovered !== undefined}
        row={(index) => <HexRow key={index} {...{ lane, index, selection }} />}
      />
    </div>
  );
}

function HexRow(props: { lane: Lane; index: number; selection: Selection }) {
  const { lane, index, selection } = props;
  const from = index * BYTES_PER_ROW;
  const offsets = Array.from(
    { length: Math.min(BYTES_PER_ROW, lane.size - from) },
    (_, i) => from + i,
  );
  const spans = offsets.map((offset) => spanIndexAt(lane, offset));
  const lit = selection.value?.lane === lane ? selection.value.index : -1;
  const select = (i: number) => () => {
    const at = spans[i];
    if (at !== undefined && at >= 0) selection.value = { lane, index: at };
  };
  const rest = (i: number) => (event: PointerEvent) => {
    const at = spans[i];
    if (at !== undefined && at >= 0) hover(selection, lane, at, event);
  };
  const classOf = (i: number) => {
    const at = spans[i] ?? -1;
    return `span ${lane.spans[at]?.kind ?? 'incomplete'}${at === lit && at >= 0 ? ' lit' : ''}`;
  };
  return (
    <div class="hex-row">
      <span class="hex-offset">{from.toString(16).padStart(6, '0')}</span>
      <span class="hex-bytes">
        {offsets.map((offset, i) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list moves by arrow keys
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <b key={offset} class={classOf(i)} onClick={select(i)} onPointerMove={rest(i)}>
            {(lane.bytes[offset] ?? 0).toString(16).padStart(2, '0')}
          </b>
        ))}
      </span>
      <span class="hex-text" aria-hidden="true">
        {offsets.map((offset, i) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list moves by arrow keys
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <b key={offset} class={classOf(i)} onClick={select(i)} onPointerMove={rest(i)}>
            {printable(lane, offset, spans[i])}
          </b>
        ))}
      </span>
    </div>
  );
}

function printable(lane: Lane, offset: number, span: number | undefined): string {
  if (span !== undefined && lane.spans[span]?.kind === 'secret') return '•';
  const byte = lane.bytes[offset] ?? 0;
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}

/** Index of the span that holds a byte; -1 while it belongs to none. */
export function spanIndexAt({ spans }: Pick<Lane, 'spans'>, offset: number): number {
  let low = 0;
  let high = spans.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const span = spans[middle];
    if (!span) return -1;
    if (offset < span.start) high = middle - 1;
    else if (offset >= span.end) low = middle + 1;
    else return middle;
  }
  return -1;
}
