import { wantsNoMotion } from '../experiment/motion.ts';
import { tickStepMs } from '../experiment/sequence.ts';
import { useWidth } from '../experiment/use-width.ts';
import { formatBytes, formatMs } from '../experiment/verdict.ts';
import './curve-chart.css';
import {
  type CurveLine,
  type CurvePicture,
  curveSpan,
  fullAtMs,
  toCurvePictures,
} from './curves.ts';
import type { ProcedureModel } from './model.ts';

const PLOT_PX = 170;
/** A row above the plot for each line, in which its label stands. */
const LABEL_ROW_PX = 17;
const LABEL_ROWS = 4;
const TOP_PX = LABEL_ROWS * LABEL_ROW_PX + 10;
const AXIS_PX = 30;
const PAD_LEFT = 58;
const PAD_RIGHT = 18;
/** From here on two charts stand side by side. */
const TWO_COLUMNS_FROM_PX = 720;
const GAP_PX = 20;
const LABEL_CHARACTER_PX = 6.6;

/** Bytes over time, a line for each who counted them: what was said, and what was so. */
export function CurveChart({ model }: { model: ProcedureModel }) {
  void model.version.value;
  const running = model.running.value;
  const recording = running && wantsNoMotion() ? undefined : model.recording.value;
  const [box, boxWidth] = useWidth();
  const pictures = toCurvePictures(recording?.lanes ?? []);
  const columns = boxWidth >= TWO_COLUMNS_FROM_PX ? 2 : 1;
  const width = (boxWidth - (columns - 1) * GAP_PX) / columns;
  const span = curveSpan(pictures);
  return (
    <div class="curve-area">
      <section class="curves" ref={box} aria-label="Bytes over time">
        {pictures.map((picture) => (
          <Plot key={picture.title} picture={picture} span={span} width={width} />
        ))}
      </section>
      {pictures.length === 0 && (
        <p class="curve-empty">
          {running
            ? 'Running. The picture is drawn when there is something to show.'
            : 'Press Run: every step of every line will be bytes that somebody counted.'}
        </p>
      )}
      <p class="curve-note">
        The page’s lines count from the moment at which your browser sent the head of the request,
        the server’s from the moment at which it had that head. Two clocks are never subtracted.
      </p>
    </div>
  );
}

interface PlotProps {
  picture: CurvePicture;
  span: { ms: number; bytes: number };
  width: number;
}

function Plot({ picture: { title, lines }, span, width }: PlotProps) {
  const x = (atMs: number) =>
    PAD_LEFT + (Math.max(0, atMs) / (span.ms * 1.04)) * (width - PAD_LEFT - PAD_RIGHT);
  const y = (bytes: number) => TOP_PX + PLOT_PX * (1 - bytes / span.bytes);
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <svg
        width={width}
        height={TOP_PX + PLOT_PX + AXIS_PX}
        role="img"
        aria-label={inWords(title, lines, span.bytes)}
      >
        <Axes span={span} width={width} x={x} y={y} />
        {lines.map((line) => (
          <path
            key={line.label}
            class={`curve ${line.by}`}
            data-family={line.family}
            d={stepsOf(line, x, y)}
          />
        ))}
        {labelsOf(lines, span.bytes).map(({ line, atMs, text }, row) => (
          <Label key={line.label} line={line} x={x(atMs)} row={row} text={text} width={width} />
        ))}
      </svg>
    </figure>
  );
}

function Axes({ span, width, x, y }: Omit<PlotProps, 'picture'> & Scales) {
  const step = tickStepMs(span.ms, width - PAD_LEFT - PAD_RIGHT, 70);
  const ticks = Array.from({ length: Math.floor(span.ms / step) + 1 }, (_, i) => i * step);
  const right = width - PAD_RIGHT;
  return (
    <g class="axis">
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line x1={PAD_LEFT} x2={right} y1={y(span.bytes * share)} y2={y(span.bytes * share)} />
          <text x={PAD_LEFT - 7} y={y(span.bytes * share) + 4} text-anchor="end">
            {share * 100} %
          </text>
        </g>
      ))}
      {ticks.map((atMs) => (
        <text key={atMs} x={x(atMs)} y={TOP_PX + PLOT_PX + 20} text-anchor="middle">
          {atMs === 0 ? '0' : `${(atMs / 1000).toFixed(step >= 1000 ? 0 : 1)} s`}
        </text>
      ))}
    </g>
  );
}

interface Scales {
  x: (atMs: number) => number;
  y: (bytes: number) => number;
}

/** What was counted stays as it is until more is counted. */
function stepsOf({ points }: CurveLine, x: Scales['x'], y: Scales['y']): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const steps = rest.map(
    ({ atMs, sumBytes }) => `H${x(atMs).toFixed(1)}V${y(sumBytes).toFixed(1)}`,
  );
  return `M${x(first.atMs).toFixed(1)} ${y(first.sumBytes).toFixed(1)}${steps.join('')}`;
}

/** Who came to the top, or failed, and when; the earliest stands highest. */
function labelsOf(lines: CurveLine[], topBytes: number) {
  return lines
    .flatMap((line) => {
      if (line.failed)
        return [{ line, ...line.failed, text: `${line.label}: ${line.failed.what}` }];
      const atMs = fullAtMs(line, topBytes);
      if (atMs === undefined) return [];
      const what = line.by === 'page' ? 'says 100 %' : 'has read all';
      return [{ line, atMs, text: `${line.label} ${what}: ${formatMs(atMs)}` }];
    })
    .sort((a, b) => a.atMs - b.atMs)
    .slice(0, LABEL_ROWS);
}

function Label(props: { line: CurveLine; x: number; row: number; text: string; width: number }) {
  const { line, x, row, text, width } = props;
  const y = 12 + row * LABEL_ROW_PX;
  const fits = x + 6 + text.length * LABEL_CHARACTER_PX < width;
  const foot = line.failed ? TOP_PX + PLOT_PX : TOP_PX;
  return (
    <g class={`curve-label ${line.by}`} data-family={line.family}>
      <line x1={x} x2={x} y1={y - 9} y2={foot} />
      {line.failed ? (
        <path class="failed" d={`M${x - 5} ${foot - 5}l10 10m0 -10l-10 10`} />
      ) : (
        <circle cx={x} cy={foot} r="3.5" />
      )}
      <text x={fits ? x + 6 : x - 6} y={y} text-anchor={fits ? 'start' : 'end'}>
        {text}
      </text>
    </g>
  );
}

function inWords(title: string, lines: CurveLine[], topBytes: number): string {
  const said = lines.map((line) => {
    if (line.failed) return `${line.label}: ${line.failed.what}`;
    const atMs = fullAtMs(line, topBytes);
    const last = line.points.at(-1)?.sumBytes ?? 0;
    return atMs === undefined
      ? `${line.label}: ${formatBytes(last)} so far`
      : `${line.label}: all ${formatBytes(topBytes)} after ${formatMs(atMs)}`;
  });
  return `${title}. ${said.join('; ')}. The table below has every step.`;
}
