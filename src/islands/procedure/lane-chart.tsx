import { useId, useLayoutEffect } from 'preact/hooks';
import { GLYPHS } from '../../components/glyphs.ts';
import { wantsNoMotion } from '../experiment/motion.ts';
import { type Label, placeLabels, tickStepMs } from '../experiment/sequence.ts';
import { useWidth } from '../experiment/use-width.ts';
import './lane-chart.css';
import {
  axisSpanMs,
  type Bar,
  laneNames,
  type Mark,
  reachMs,
  standingOf,
  toLanePicture,
  zeroOf,
} from './lanes.ts';
import type { ProcedureModel } from './model.ts';
import type { LaneRecord, ProcedureRecording } from './recording.ts';

const ROW_PX = 38;
const BAND_PX = 12;
/** From the row's top to the middle of its band; the labels stand above. */
const BAND_Y = 25;
const AXIS_PX = 30;
const PAD_TOP = 6;
const PAD_LEFT = 10;
const PAD_RIGHT = 26;
/** The chart scrolls in its box rather than become narrower. */
const WIDTH_MIN = 560;
const LABEL_CHARACTER_PX = 6.7;
/** How far a label may stand from its mark, when others have taken its place. */
const NUDGE_MAX_PX = 96;
/** As many rows as an experiment has before it is run. */
const ROWS_EMPTY = 5;

/** One row per lane, time to the right on one axis: who waits, who is open, what arrives when. */
export function LaneChart({ model }: { model: ProcedureModel }) {
  void model.version.value;
  const running = model.running.value;
  const recording = running && wantsNoMotion() ? undefined : model.recording.value;
  const [box, boxWidth] = useWidth();
  const patternId = useId();

  const lanes = recording?.lanes ?? [];
  const nowMs = recording?.endedAtMs ?? model.elapsedMs();
  const reachedMs = recording ? reachMs(lanes, nowMs) : 0;
  const spanMs = axisSpanMs(recording?.endedAtMs && reachedMs, reachedMs);
  const width = Math.max(boxWidth, WIDTH_MIN);
  const pxPerMs = (width - PAD_LEFT - PAD_RIGHT) / spanMs;
  const x = (atMs: number) => PAD_LEFT + atMs * pxPerMs;
  const rowsHeight = PAD_TOP + (lanes.length || ROWS_EMPTY) * ROW_PX;

  // While it lasts, the newest moment stays in sight; where every lane begins at zero, the beginning.
  const fromZero = lanes.some((lane) => lane.fromZero);
  const nowX = x(reachedMs);
  useLayoutEffect(() => {
    const element = box.current;
    if (running && !fromZero && element && nowX > element.scrollLeft + element.clientWidth - 40) {
      element.scrollLeft = nowX - element.clientWidth + 90;
    }
  }, [running, nowX]);
  // A finished picture is read from its beginning.
  useLayoutEffect(() => {
    if (!running) box.current?.scrollTo({ left: 0 });
  }, [running]);

  return (
    <div class="lane-area">
      <LaneNames lanes={lanes} />
      <figure class="lane-scroll" ref={box} tabIndex={0} aria-label="Lanes, time to the right">
        <svg width={width} height={rowsHeight + AXIS_PX} role="img" aria-label={inWords(recording)}>
          <Hatches id={patternId} lanes={lanes} />
          <Axis spanMs={spanMs} width={width} height={rowsHeight} x={x} />
          {lanes.map((lane, i) => (
            <g
              key={`${i}`}
              data-family={lane.family}
              transform={`translate(0 ${PAD_TOP + i * ROW_PX})`}
            >
              <LaneRow
                lane={lane}
                nowMs={nowMs}
                width={width}
                x={(atMs) => x(atMs - zeroOf(lane))}
                hatch={patternId}
              />
            </g>
          ))}
        </svg>
      </figure>
      {lanes.length === 0 && (
        <p class="lane-empty">
          {running
            ? 'Running. The picture is drawn when there is something to show.'
            : 'Press Run: every bar and every tick will be something your browser saw.'}
        </p>
      )}
      <Legend id={patternId} fromZero={fromZero} />
    </div>
  );
}

function LaneNames({ lanes }: { lanes: LaneRecord[] }) {
  const hasH2 = lanes.some(({ origin }) => origin !== 'h1');
  return (
    <div class="lane-names" aria-hidden="true">
      {lanes.map(({ label, family, origin }, i) => (
        <span
          key={`${i}`}
          data-family={family}
          style={{ top: `${PAD_TOP + i * ROW_PX + BAND_Y}px` }}
        >
          <i>{GLYPHS[family]}</i>
          <b>{label}</b>
          {hasH2 && <small>{ORIGIN_WORDS[origin]}</small>}
        </span>
      ))}
    </div>
  );
}

const ORIGIN_WORDS: Record<LaneRecord['origin'], string> = {
  h1: 'h1',
  h2: 'h2',
  'h2-connect-off': 'off',
};

/** A label over a mark, and what kind of mark that is. */
type MarkLabel = Label & { of: Mark['kind'] };

interface LaneRowProps {
  lane: LaneRecord;
  nowMs: number;
  width: number;
  x: (atMs: number) => number;
  hatch: string;
}

function LaneRow({ lane, nowMs, width, x, hatch }: LaneRowProps) {
  const { bars, ticksMs, marks } = toLanePicture(lane, nowMs);
  const row = inARow(labelsOf(marks, x), width);
  // A note says what no mark can say.
  const isNote = ({ of }: MarkLabel) => of === 'note';
  const labels = placeLabels([row.filter(isNote), row.filter((label) => !isNote(label))], width);
  return (
    <>
      <line class="lifeline" x1={x(lane.atMs)} x2={width} y1={BAND_Y} y2={BAND_Y} />
      {bars.map((bar) => (
        <Band key={`${bar.kind}${bar.fromMs}`} bar={bar} x={x} fill={`${hatch}-${lane.family}`} />
      ))}
      <path class="tick" d={ticksMs.map((atMs) => tickPath(x(atMs))).join('')} />
      {marks.map(({ kind, atMs }, i) => (
        <path key={`${i}`} class={`mark ${kind}`} d={markPath(kind, x(atMs))} />
      ))}
      {labels.map((label) => (
        <text key={label.x} class="mark-label" x={label.x} y={BAND_Y - 10}>
          {label.text}
        </text>
      ))}
    </>
  );
}

function Band({ bar, x, fill }: { bar: Bar; x: (atMs: number) => number; fill: string }) {
  const { kind, fromMs, toMs } = bar;
  const width = Math.max(1, x(toMs) - x(fromMs));
  const silence = kind === 'silent' ? `silent ${Math.round(toMs - fromMs)} ms` : '';
  return (
    <>
      <rect
        class={`band ${kind}`}
        x={x(fromMs)}
        y={BAND_Y - BAND_PX / 2}
        width={width}
        height={BAND_PX}
        rx={kind === 'silent' ? 0 : 3}
        {...(kind === 'waiting' && { fill: `url(#${fill})` })}
      />
      {silence.length * 6 < width - 8 && silence && (
        <text class="silence" x={x(fromMs) + width / 2} y={BAND_Y + 3.5}>
          {silence}
        </text>
      )}
    </>
  );
}

function labelsOf(marks: Mark[], x: (atMs: number) => number) {
  return marks
    .filter(({ label }) => label)
    .map(({ kind, atMs, label: text }) => ({
      x: x(atMs) - 2,
      width: text.length * LABEL_CHARACTER_PX + 8,
      text,
      of: kind,
    }));
}

/**
 * A label that has no room over its mark stands behind the one before it, or, at the
 * right edge, before the one behind it; if that is near.
 */
function inARow(labels: MarkLabel[], width: number): MarkLabel[] {
  let freeX = 0;
  const row = labels.map((label) => {
    const x = nudged(label.x, Math.max(label.x, freeX));
    freeX = Math.max(freeX, x + label.width);
    return { ...label, x };
  });
  let limitX = width;
  for (const [i, label] of [...row.entries()].reverse()) {
    label.x = nudged(labels[i]?.x ?? label.x, Math.min(label.x, limitX - label.width));
    limitX = Math.min(limitX, label.x);
  }
  return row;
}

function nudged(fromX: number, toX: number): number {
  return Math.abs(toX - fromX) <= NUDGE_MAX_PX ? toX : fromX;
}

function tickPath(x: number): string {
  return `M${x.toFixed(1)} ${BAND_Y - BAND_PX / 2 - 1}v${BAND_PX + 2}`;
}

/** Every kind of mark has a shape of its own. */
function markPath(kind: Mark['kind'], x: number): string {
  const at = `M${x.toFixed(1)} ${BAND_Y}`;
  switch (kind) {
    case 'asked':
      return `${at}m-1 -6l8 6l-8 6z`;
    case 'answered':
      return `${at}m-1 -8h2v16h-2z`;
    case 'ended':
      return `${at}m-5 -5h10v10h-10z`;
    case 'closed':
      return `${at}m-5 -5h10v10h-10z`;
    case 'failed':
      return `${at}m-5.5 -5.5l11 11m0 -11l-11 11`;
    case 'note':
      return `${at}m0 -5l5 5l-5 5l-5 -5z`;
  }
}

/** Waiting is hatched, in the hue of its lane. */
function Hatches({ id, lanes }: { id: string; lanes: { family: LaneRecord['family'] }[] }) {
  const families = [...new Set(lanes.map(({ family }) => family))];
  return (
    <defs>
      {families.map((family) => (
        <pattern
          key={family}
          id={`${id}-${family}`}
          class="hatch"
          data-family={family}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line x1="0" y1="0" x2="0" y2="6" />
        </pattern>
      ))}
    </defs>
  );
}

function Axis(props: {
  spanMs: number;
  width: number;
  height: number;
  x: (atMs: number) => number;
}) {
  const { spanMs, width, height, x } = props;
  const step = tickStepMs(spanMs, width - PAD_LEFT - PAD_RIGHT, 70);
  const ticks = Array.from({ length: Math.floor(spanMs / step) + 1 }, (_, i) => i * step);
  const digits = step >= 1000 ? 0 : step >= 100 ? 1 : step >= 10 ? 2 : 3;
  return (
    <g class="axis">
      {ticks.map((atMs) => (
        <g key={atMs}>
          <line x1={x(atMs)} x2={x(atMs)} y1={PAD_TOP} y2={height + 4} />
          <text x={x(atMs)} y={height + 18}>
            {(atMs / 1000).toFixed(digits)} s
          </text>
        </g>
      ))}
    </g>
  );
}

const LEGEND = [
  ['waiting', 'waiting'],
  ['open', 'open'],
  ['data', 'data'],
  ['silent', 'silent for longer than expected'],
  ['ended', 'ended'],
  ['closed', 'closed by the page'],
  ['failed', 'failed'],
] as const;

function Legend({ id, fromZero }: { id: string; fromZero: boolean }) {
  return (
    <ul class="lane-legend" aria-label="How to read the chart">
      {LEGEND.map(([kind, words]) => (
        <li key={kind}>
          <svg width="22" height="16" viewBox={`-11 ${BAND_Y - 8} 22 16`} aria-hidden="true">
            {kind === 'waiting' && <Hatches id={`${id}-legend`} lanes={[{ family: 'polling' }]} />}
            <Sample kind={kind} hatch={`${id}-legend-polling`} />
          </svg>
          {words}
        </li>
      ))}
      {fromZero && <li>each lane counts from its own beginning</li>}
    </ul>
  );
}

function Sample({ kind, hatch }: { kind: (typeof LEGEND)[number][0]; hatch: string }) {
  if (kind === 'data') return <path class="tick" d={tickPath(-4) + tickPath(0) + tickPath(4)} />;
  if (kind === 'waiting' || kind === 'open' || kind === 'silent') {
    return <Band bar={{ kind, fromMs: -10, toMs: 10 }} x={(at) => at} fill={hatch} />;
  }
  return <path class={`mark ${kind}`} d={markPath(kind, 0)} />;
}

function inWords(recording: ProcedureRecording | undefined): string {
  if (!recording) return 'Nothing has been run yet.';
  const names = laneNames(recording.lanes);
  const lanes = recording.lanes.map((lane, i) => `${names[i]}: ${standingOf(lane)}`);
  return `${lanes.join('; ')}. The table below has every event.`;
}
