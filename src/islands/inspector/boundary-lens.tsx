import { useEffect, useRef, useState } from 'preact/hooks';
import type { Inspected } from '../experiment/recording.ts';
import { type Ruler, toRulers } from './boundaries.ts';
import { spanIndexAt } from './hex.tsx';
import { placeOf } from './places.ts';
import type { Selection } from './selection.ts';
import { type Lane, mainLane, type WireStore } from './wire-store.ts';

const PX_PER_BYTE = 2.4;
const RULER_PX = 34;
const BAR_PX = 16;
/** Drawn beyond the edges of what is in sight. */
const MARGIN_PX = 200;

interface LensProps {
  store: WireStore;
  recording: Inspected;
  selection: Selection;
}

/** Four aligned rulers over one stream: that one read is one message dies on sight. */
export function BoundaryLens({ store, recording, selection }: LensProps) {
  const box = useRef<HTMLElement>(null);
  const [left, setLeft] = useState(0);
  const [boxWidth, setBoxWidth] = useState(600);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setBoxWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const selected = selection.value;
  const lane = selected && isContentLane(selected.lane) ? selected.lane : mainLane(store);
  if (!lane) return null;
  const rulers = toRulers(lane, recording);
  const width = lane.size * PX_PER_BYTE;
  const visible = { from: left - MARGIN_PX, to: left + boxWidth + MARGIN_PX };
  const span = selected?.lane === lane ? lane.spans[selected.index] : undefined;
  return (
    <div class="lens">
      <p class="quiet">
        Towards the browser on {placeOf(lane)}: {lane.size} bytes. Each box is one unit; where boxes
        of two rulers do not end together, one is not the other.
      </p>
      <section
        class="lens-scroll"
        ref={box}
        aria-label="Boundaries, scrolls sideways"
        tabIndex={0}
        onScroll={(event) => setLeft(event.currentTarget.scrollLeft)}
      >
        <svg
          width={Math.max(width, boxWidth)}
          height={rulers.length * RULER_PX}
          role="img"
          aria-label={rulers.map(summary).join('; ')}
        >
          {rulers.map((ruler, i) => (
            <g key={ruler.name} transform={`translate(0 ${i * RULER_PX})`}>
              <text class="lens-name" x={left + 2} y={11}>
                {summary(ruler)}
              </text>
              {inSight(ruler, visible).map(({ number, start, end }) => (
                // biome-ignore lint/a11y/noStaticElementInteractions: the transcript is the way by keyboard
                <rect
                  key={start}
                  class={number % 2 === 0 ? 'even' : 'odd'}
                  x={start * PX_PER_BYTE}
                  y={15}
                  width={Math.max((end - start) * PX_PER_BYTE - 1, 1)}
                  height={BAR_PX}
                  onClick={() => {
                    const index = spanIndexAt(lane, start);
                    if (index >= 0) selection.value = { lane, index };
                  }}
                >
                  <title>{`${ruler.name}, number ${number}: ${end - start} bytes from offset ${start}`}</title>
                </rect>
              ))}
            </g>
          ))}
          {span && (
            <rect
              class="lens-lit"
              x={span.start * PX_PER_BYTE}
              y={0}
              width={Math.max((span.end - span.start) * PX_PER_BYTE, 2)}
              height={rulers.length * RULER_PX}
            />
          )}
        </svg>
      </section>
      <table class="visually-hidden">
        <caption>Boundaries in numbers</caption>
        <tbody>
          {rulers.map((ruler) => (
            <tr key={ruler.name}>
              <th scope="row">{ruler.name}</th>
              <td>
                {ruler.missing ??
                  `${ruler.units.length}, from ${smallest(ruler)} to ${largest(ruler)} bytes`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What an HTTP/2 connection says of itself has no content to lay rulers over. */
function isContentLane({ direction, streamId }: Lane): boolean {
  return direction === 'outbound' && streamId !== 0;
}

function summary({ name, units, missing }: Ruler): string {
  return missing ? `${name}: ${missing}` : `${units.length} ${name}`;
}

function inSight({ units }: Ruler, { from, to }: { from: number; to: number }) {
  return units.filter(({ start, end }) => end * PX_PER_BYTE > from && start * PX_PER_BYTE < to);
}

const sizes = ({ units }: Ruler) => units.map(({ start, end }) => end - start);
const smallest = (ruler: Ruler) => Math.min(...sizes(ruler));
const largest = (ruler: Ruler) => Math.max(...sizes(ruler));
