import { useLayoutEffect, useMemo } from 'preact/hooks';
import { recordAt, spanOfRecord } from '../inspector/wire-store.ts';
import type { ExperimentModel } from './model.ts';
import {
  type Arrow,
  type Label,
  placeLabels,
  type Sequence,
  tickStepMs,
  toSequence,
} from './sequence.ts';
import './sequence-diagram.css';
import { laneOf, type StreamLanes, toLanes } from './stream-lanes.ts';
import { useWidth } from './use-width.ts';

const BROWSER_Y = 46;
const SERVER_Y = 178;
/** From one line of the server to the next, where several streams are open at a time. */
const LANE_PX = 46;
/** From the server's last line to the axis, and from there to the lower edge. */
const AXIS_BELOW_PX = 44;
const EDGE_BELOW_PX = 14;
/** An arrow whose server's end is not known leans by this much: drawing, not measuring. */
const LEAN = 9;
/** The diagram grows beyond its box, and scrolls there, before arrows come closer than this. */
const ARROW_MIN_PX = 8;
const WIDTH_MAX = 9_000;
const PAD_LEFT = 14;
const PAD_RIGHT = 26;
/** Paths are cut into blocks, so that a new arrow redraws only the last one. */
const BLOCK = 80;
const LABEL_CHARACTER_PX = 7;
/** How near a click has to be to an arrow's head. */
const CLICK_PX = 14;

/** The live picture: the browser's and the server's line, an arrow for each thing the browser saw. */
export function SequenceDiagram({ model }: { model: ExperimentModel }) {
  void model.version.value;
  const recording = model.recording.value;
  const running = model.running.value;
  const [box, boxWidth] = useWidth();
  const sequence: Sequence = recording
    ? toSequence(recording, model.elapsedMs())
    : { arrows: [], shades: [], lanes: toLanes(new Map()), spanMs: plannedMs(model) };
  const { lanes } = sequence;
  const lastY = laneY(lanes.labels.length - 1);

  const wanted = Math.min(WIDTH_MAX, roomFor(sequence.arrows.length) * ARROW_MIN_PX);
  const width = Math.max(boxWidth, wanted + PAD_LEFT + PAD_RIGHT, 280);
  const pxPerMs = (width - PAD_LEFT - PAD_RIGHT) / sequence.spanMs;
  const x = (atMs: number) => PAD_LEFT + atMs * pxPerMs;

  // While the run lasts, the newest arrow stays in sight.
  const lastX = x(sequence.arrows.at(-1)?.atMs ?? 0);
  useLayoutEffect(() => {
    const element = box.current;
    if (running && element && lastX > element.scrollLeft + element.clientWidth - 60) {
      element.scrollLeft = lastX - element.clientWidth + 120;
    }
  }, [running, lastX]);
  // A finished picture is read from its beginning.
  useLayoutEffect(() => {
    if (!running) box.current?.scrollTo({ left: 0 });
  }, [running]);

  return (
    <div class="sequence-area">
      <div class="lanes" aria-hidden="true">
        <span style={{ top: `${BROWSER_Y}px` }}>browser</span>
        {lanes.labels.map((label, lane) => (
          <span
            key={`${lane}`}
            class={lane === 0 ? 'first' : ''}
            style={{ top: `${laneY(lane)}px` }}
          >
            {lane === 0 && 'server'}
            {label && <i>{label}</i>}
          </span>
        ))}
      </div>
      <figure class="sequence-scroll" ref={box} tabIndex={0} aria-label="Sequence diagram">
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: by keyboard, spans are chosen in the transcript */}
        <svg
          width={width}
          height={lastY + AXIS_BELOW_PX + EDGE_BELOW_PX}
          role="img"
          aria-label={inWords(sequence)}
          onClick={(event) => selectAt(model, sequence.arrows, event, pxPerMs)}
        >
          {sequence.shades.map((shade) => (
            <ShadedGap
              key={shade.fromMs}
              {...shade}
              left={x(shade.fromMs)}
              right={x(shade.toMs)}
              bottom={lastY}
            />
          ))}
          <line class="lifeline" x1="0" x2={width} y1={BROWSER_Y} y2={BROWSER_Y} />
          {lanes.labels.map((_, lane) => (
            <line
              key={`${lane}`}
              class="lifeline"
              x1="0"
              x2={width}
              y1={laneY(lane)}
              y2={laneY(lane)}
            />
          ))}
          {blocksOf(sequence.arrows).map((block, i) => (
            <Arrows key={`${i}`} arrows={block} lanes={lanes} pxPerMs={pxPerMs} />
          ))}
          <LitArrow model={model} sequence={sequence} pxPerMs={pxPerMs} />
          <Labels arrows={sequence.arrows} lanes={lanes} x={x} width={width} />
          <Axis spanMs={sequence.spanMs} width={width} x={x} y={lastY + AXIS_BELOW_PX} />
        </svg>
      </figure>
      {recording && recording.wire.records > 0 && (
        <p class="clock-note">
          Two clocks: each line counts from where the run began on its side. They are never
          subtracted.
        </p>
      )}
      {!recording && (
        <p class="sequence-empty">Press Run: every arrow will be something your browser saw.</p>
      )}
    </div>
  );
}

function laneY(lane: number): number {
  return SERVER_Y + lane * LANE_PX;
}

interface ShadedGapProps {
  title: string;
  detail: string;
  left: number;
  right: number;
  /** Where the server's last line is. */
  bottom: number;
}

function ShadedGap({ title, detail, left, right, bottom }: ShadedGapProps) {
  const width = Math.max(right - left, 2);
  return (
    <g class="gap">
      <rect x={left} y={BROWSER_Y} width={width} height={bottom - BROWSER_Y} />
      <line x1={left} x2={left} y1={BROWSER_Y - 14} y2={bottom + 10} />
      {width > 108 && (
        <>
          <text class="gap-title" x={left + 9} y={BROWSER_Y + 22}>
            {title}
          </text>
          <text class="gap-detail" x={left + 9} y={BROWSER_Y + 40}>
            {Math.round(right - left) > 0 && detail.length * 6.6 < width ? detail : ''}
          </text>
        </>
      )}
    </g>
  );
}

/** A click near an arrow lights its first bytes in every view. */
function selectAt(
  model: ExperimentModel,
  arrows: Arrow[],
  event: MouseEvent & { currentTarget: Element },
  pxPerMs: number,
): void {
  const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
  const store = model.recording.value?.wire;
  let nearest: Arrow | undefined;
  let distance = CLICK_PX;
  for (const arrow of arrows) {
    const gap = Math.abs(PAD_LEFT + arrow.atMs * pxPerMs - x);
    if (!arrow.server || gap > distance) continue;
    nearest = arrow;
    distance = gap;
  }
  if (store && nearest?.server) model.selection.value = spanOfRecord(store, nearest.server);
}

/** The arrow whose record holds the lit span. */
function LitArrow(props: { model: ExperimentModel; sequence: Sequence; pxPerMs: number }) {
  const { model, pxPerMs } = props;
  const { arrows, lanes } = props.sequence;
  const selected = model.selection.value;
  const span = selected?.lane.spans[selected.index];
  const seq = selected && span && recordAt(selected.lane, span.start)?.seq;
  const arrow = seq === undefined ? undefined : arrows.find(({ server }) => server?.seq === seq);
  return arrow ? <path class="arrow lit" d={pathOf(arrow, lanes, pxPerMs)} /> : null;
}

/** One block of arrows as two paths per kind: shafts and heads. */
function Arrows(props: { arrows: Arrow[]; lanes: StreamLanes; pxPerMs: number }) {
  const { arrows, lanes, pxPerMs } = props;
  const first = arrows[0]?.atMs ?? 0;
  const known = arrows.filter(({ server }) => server).length;
  const paths = useMemo(
    () =>
      (['request', 'response', 'text', 'end'] as const).map((kind) => ({
        kind,
        d: arrows
          .filter((arrow) => arrow.kind === kind)
          .map((arrow) => pathOf(arrow, lanes, pxPerMs))
          .join(''),
      })),
    [first, arrows.length, known, lanes.key, pxPerMs],
  );
  return <>{paths.map(({ kind, d }) => d && <path key={kind} class={`arrow ${kind}`} d={d} />)}</>;
}

function pathOf(
  { kind, unseen, atMs, server }: Arrow,
  lanes: StreamLanes,
  pxPerMs: number,
): string {
  const y = laneY(laneOf(lanes, server));
  const round = (value: number) => value.toFixed(1);
  const x = PAD_LEFT + atMs * pxPerMs;
  const serverX = server && PAD_LEFT + server.atMs * pxPerMs;
  if (kind === 'request') {
    // What the page did not see leave is drawn so that its answer can start where it ends.
    const end = serverX ?? (unseen ? x - LEAN : x + LEAN);
    const start = unseen ? end - LEAN : x;
    return `M${round(start)} ${BROWSER_Y}L${round(end)} ${y}${head(end, y, -1)}`;
  }
  return `M${round(serverX ?? x - LEAN)} ${y}L${round(x)} ${BROWSER_Y}${head(x, BROWSER_Y, 1)}`;
}

/** A small filled triangle with its tip at (x, y); `down` is 1 below the tip, -1 above it. */
function head(x: number, y: number, down: 1 | -1): string {
  const back = y + down * 9;
  const lean = -0.6;
  return `M${x.toFixed(1)} ${y}L${(x - 4.2 + lean).toFixed(1)} ${back}L${(x + 4.2 + lean).toFixed(1)} ${back}Z`;
}

interface LabelsProps {
  arrows: Arrow[];
  lanes: StreamLanes;
  x: (atMs: number) => number;
  width: number;
}

function Labels({ arrows, lanes, x, width }: LabelsProps) {
  // The end and the first arrival stand first; the others fill what is left.
  const texts = labelsOf(arrows, 'text', x, -14);
  const above = placeLabels(
    [labelsOf(arrows, 'end', x, -14), texts.slice(0, 1), texts.filter((_, i) => i % 5 === 4)],
    width,
  );
  return (
    <g class="labels">
      {above.map(({ x: at, text }) => (
        <text key={`a${at}`} class="text" x={at} y={BROWSER_Y - 14}>
          {text}
        </text>
      ))}
      {lanes.labels.map((_, lane) => {
        const own = arrows.filter(({ server }) => laneOf(lanes, server) === lane);
        return <LaneLabels key={`${lane}`} arrows={own} lane={lane} x={x} width={width} />;
      })}
    </g>
  );
}

/** Requests and responses, under the line that they reach or leave. */
function LaneLabels({ arrows, lane, x, width }: Omit<LabelsProps, 'lanes'> & { lane: number }) {
  const requests = labelsOf(arrows, 'request', x);
  const responses = afterRequests(labelsOf(arrows, 'response', x), arrows, x);
  return (
    <>
      {placeLabels([requests, responses], width).map(({ x: at, text }) => (
        <text key={`b${at}`} x={at} y={laneY(lane) + 20}>
          {text}
        </text>
      ))}
    </>
  );
}

function labelsOf(
  arrows: Arrow[],
  kind: Arrow['kind'],
  x: (atMs: number) => number,
  offset = 0,
): Label[] {
  return arrows
    .filter((arrow) => arrow.kind === kind && arrow.label)
    .map(({ atMs, label: text = '' }) => ({
      x: x(atMs) + offset,
      width: text.length * LABEL_CHARACTER_PX + 12,
      text,
    }));
}

/** An answer's label stands to the right of its request's, where the two would collide. */
function afterRequests(responses: Label[], arrows: Arrow[], x: (atMs: number) => number): Label[] {
  const requests = arrows.filter(({ kind }) => kind === 'request');
  return responses.map((response, i) => {
    const request = requests[i];
    if (!request) return response;
    const end = x(request.atMs) + (request.label?.length ?? 0) * LABEL_CHARACTER_PX + 12;
    return response.x < end ? { ...response, x: end } : response;
  });
}

function Axis(props: { spanMs: number; width: number; x: (atMs: number) => number; y: number }) {
  const { spanMs, width, x, y } = props;
  const step = tickStepMs(spanMs, width - PAD_LEFT - PAD_RIGHT, 76);
  const ticks = Array.from({ length: Math.floor(spanMs / step) + 1 }, (_, i) => i * step);
  const digits = step >= 1000 ? 0 : step >= 100 ? 1 : step >= 10 ? 2 : 3;
  return (
    <g class="axis">
      {ticks.map((atMs) => (
        <g key={atMs}>
          <line x1={x(atMs)} x2={x(atMs)} y1={y - 13} y2={y - 9} />
          <text x={x(atMs)} y={y + 2}>
            {(atMs / 1000).toFixed(digits)} s
          </text>
        </g>
      ))}
    </g>
  );
}

function inWords({ arrows, shades, lanes }: Sequence): string {
  const count = (kind: Arrow['kind']) => arrows.filter((arrow) => arrow.kind === kind).length;
  const where = lanes.labels.filter(Boolean).join(', ');
  return `${where && `Streams ${where}: `}${count('request')} requests, ${count('text')} arrivals of text, ${shades.length} cuts. The table below has every one.`;
}

function plannedMs(model: ExperimentModel): number {
  const { tokens, intervalMs } = model.setup.value;
  return Math.max(tokens * intervalMs + 250, 100);
}

/** Grows in steps: each one draws every arrow anew. */
function roomFor(arrows: number): number {
  let room = BLOCK;
  while (room < arrows) room *= 1.25;
  return room;
}

function blocksOf(arrows: Arrow[]): Arrow[][] {
  const blocks: Arrow[][] = [];
  for (let i = 0; i < arrows.length; i += BLOCK) blocks.push(arrows.slice(i, i + BLOCK));
  return blocks;
}
