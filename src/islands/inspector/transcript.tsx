import { CLOSE_SENTENCES } from './close-sentences.ts';
import { moveByKeys } from './keys.ts';
import { dividerText, placeOf, shortPlaceOf } from './places.ts';
import { hover, isSelected, rowOf, type Selection, unhover } from './selection.ts';
import { spanText, textPieces } from './span-text.ts';
import { VirtualList } from './virtual-list.tsx';
import { isInFrame, type Lane, type Row, type WireStore } from './wire-store.ts';

const ROW_PX = 24;

interface TranscriptProps {
  store: WireStore;
  selection: Selection;
  running: boolean;
}

/** Everything that crossed the wire, in the order in which it did, line by line. */
export function Transcript({ store, selection, running }: TranscriptProps) {
  const selected = selection.value;
  const open = store.lanes.filter(({ tail }) => tail !== undefined);
  const namesPlace = store.lanes.some(
    ({ connectionId, streamId }) => connectionId > 1 || streamId !== null,
  );
  return (
    <VirtualList
      label="Bytes on the wire; arrow keys move by span and by line"
      count={store.rows.length + open.length}
      rowPx={ROW_PX}
      current={selected ? rowOf(store, selected) : -1}
      follow={running}
      onKeyDown={moveByKeys(store, selection)}
      onPointerLeave={() => unhover(selection)}
      still={selected?.hovered !== undefined}
      row={(index) => {
        const row = store.rows[index];
        if (row) return <Line key={index} {...{ row, selection, namesPlace }} />;
        const lane = open[index - store.rows.length];
        return lane?.tail ? (
          <div key={index} class={`wire-row ${lane.direction}`}>
            <Side lane={lane} namesPlace={namesPlace} />
            <span class="span incomplete" title={lane.tail.label}>
              {spanText(lane.tail, lane.bytes)}
            </span>
          </div>
        ) : null;
      }}
    />
  );
}

interface LineProps {
  row: Row;
  selection: Selection;
  namesPlace: boolean;
}

function Line({ row, selection, namesPlace }: LineProps) {
  if (row.kind === 'close') {
    const { connectionId, how } = row.close;
    const which = namesPlace ? `connection ${connectionId}: ` : '';
    return (
      <div class={`wire-row event ${how}`}>
        — {which}
        {CLOSE_SENTENCES[how]} —
      </div>
    );
  }
  if (row.kind === 'divider') {
    return <div class="wire-row event divider">{dividerText(row, namesPlace)}</div>;
  }
  if (row.kind === 'not-kept') {
    return (
      <div class="wire-row event">
        — {row.sizeBytes} B {row.direction} not kept —
      </div>
    );
  }
  const { lane, first, last } = row;
  const indices = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return (
    <div class={`wire-row ${lane.direction}${isInFrame(row) ? ' in-frame' : ''}`}>
      <Side lane={lane} namesPlace={namesPlace} />
      {indices.map((index) => (
        <SpanMark key={index} {...{ lane, index, selection }} />
      ))}
    </div>
  );
}

function Side({ lane, namesPlace }: { lane: Lane; namesPlace: boolean }) {
  const inbound = lane.direction === 'inbound';
  return (
    <span class="side" title={`${placeOf(lane)}, ${inbound ? 'to the server' : 'to the browser'}`}>
      {namesPlace && <i class={lane.streamId === null ? '' : 'stream'}>{shortPlaceOf(lane)}</i>}
      {inbound ? '→' : '←'}
    </span>
  );
}

/** One span; a click lights it in all views. */
function SpanMark(props: { lane: Lane; index: number; selection: Selection }) {
  const { lane, index, selection } = props;
  const span = lane.spans[index];
  if (!span) return null;
  const lit = isSelected(selection.value, lane, index);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the list moves by arrow keys; the pointer is the second way
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <span
      class={`span ${span.kind}${lit ? ' lit' : ''}`}
      onPointerMove={(event) => hover(selection, lane, index, event)}
      onClick={() => {
        selection.value = { lane, index };
      }}
    >
      {textPieces(span, spanText(span, lane.bytes)).map(({ text, kind }) =>
        kind === span.kind ? (
          text
        ) : (
          <span key={kind} class={`span ${kind}`}>
            {text}
          </span>
        ),
      )}
    </span>
  );
}
