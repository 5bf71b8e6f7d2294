import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Origins } from '#contract/origins.ts';
import type { Definition } from '../../procedures/definition.ts';
import type { ProcedureName } from '../../procedures/index.ts';
import type { OptionValues } from '../../procedures/options.ts';
import { fetchSaved } from '../../transports/control.ts';
import { loadProcedure } from '../../transports/procedures/index.ts';
import type { ProcedureSlice } from '../../transports/procedures/procedure.ts';
import { runProcedure } from '../../transports/procedures/run-procedure.ts';
import type { Trust } from '../../transports/trust.ts';
import { createCommitment } from '../experiment/commitment.ts';
import { wantsNoMotion } from '../experiment/motion.ts';
import type { PanelModel } from '../experiment/panel-frame.tsx';
import { findPlace } from '../experiment/place.ts';
import { obstacleSentence, sentenceOf } from '../experiment/sentences.ts';
import type { Question } from '../experiment/setup.ts';
import type { Verdict } from '../experiment/verdict.ts';
import { createSelection, type Selection } from '../inspector/selection.ts';
import { type ProcedureCapture, replayProcedure, toReplay } from './capture.ts';
import {
  endRecording,
  newProcedureRecording,
  type ProcedureRecording,
  type TappedRun,
  takeEvent,
} from './recording.ts';
import { progressOf, summaryOf } from './sentences.ts';
import { judgeProcedure } from './verdict.ts';

/** A screen reader hears at most one summary in this time. */
const SUMMARY_EVERY_MS = 2_000;
/** Bars that wait have to grow although nothing happens. */
const GROW_EVERY_MS = 100;

/** Everything a procedure's panel is made of: the experiment's data. */
export interface ProcedureSetup {
  procedure: ProcedureName;
  options: OptionValues;
  /** Whether it goes to the TLS origin. */
  overTls: boolean;
}

export interface ProcedureModel extends PanelModel {
  /** The latest procedure. It grows in place: read `version` to be told. */
  readonly recording: ReadonlySignal<ProcedureRecording | undefined>;
  /** Moves at most once per animation frame while the procedure lasts. */
  readonly version: ReadonlySignal<number>;
  readonly verdict: ReadonlySignal<Verdict | undefined>;
  /** Known as soon as the script is here. */
  readonly definition: ReadonlySignal<Definition | undefined>;
  /** The run whose bytes are shown. */
  readonly inspected: ReadonlySignal<TappedRun | undefined>;
  /** The span that is lit in every view. */
  readonly selection: Selection;
  inspect(run: string): void;
  /** Ms since the procedure began, on the browser's clock. */
  elapsedMs(): number;
}

/** @param captureUrl where a recorded run of this experiment lies, for when it cannot be run */
export function createProcedure(
  setup: ProcedureSetup,
  question?: Question,
  captureUrl?: string,
): ProcedureModel {
  const commitment = createCommitment(question !== undefined);
  const running = signal(false);
  const recording = signal<ProcedureRecording | undefined>(undefined);
  const version = signal(0);
  const trouble = signal<string | undefined>(undefined);
  const trust = signal<Trust | undefined>(undefined);
  const status = signal('');
  const wireDone = signal(false);
  const definition = signal<Definition | undefined>(undefined);
  const chosenRun = signal<string | undefined>(undefined);
  const selection = createSelection();

  let startMs = 0;
  let lastSummaryMs = 0;
  let frame = 0;
  let capture: ProcedureCapture | undefined;
  let slice: ProcedureSlice | undefined;
  let controller: AbortController | undefined;
  let disposeRun: (() => void) | undefined;

  const elapsedMs = () => performance.now() - startMs;

  function touch(): void {
    if (running.value && wantsNoMotion()) return;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      version.value += 1;
    });
  }

  function summarise(): void {
    const current = recording.value;
    const now = performance.now();
    if (!current || now - lastSummaryMs < SUMMARY_EVERY_MS) return;
    lastSummaryMs = now;
    status.value = progressOf(current, elapsedMs());
  }

  /** Script and capture lie beside the page: they have to be here before the server is gone. */
  async function keep(): Promise<void> {
    const [loaded, saved] = await Promise.all([
      slice ?? loadProcedure(setup.procedure),
      capture ?? (captureUrl ? fetchSaved<ProcedureCapture>(captureUrl) : undefined),
    ]);
    slice = loaded;
    capture = saved;
    definition.value = loaded.definition;
  }

  async function run(): Promise<void> {
    if (running.value) return;
    const abort = new AbortController();
    controller = abort;
    disposeRun?.();
    batch(() => {
      running.value = true;
      trouble.value = undefined;
      trust.value = undefined;
      wireDone.value = false;
    });
    const growing = setInterval(() => {
      touch();
      summarise();
    }, GROW_EVERY_MS);
    try {
      await keep();
      const place = await findPlace(setup.overTls);
      if (abort.signal.aborted) return;
      trust.value = place.trust;
      if (place.obstacle) await runRecorded(place.obstacle, abort.signal);
      else await runLive(place.origins, abort.signal);
    } catch (error) {
      trouble.value = sentenceOf(error);
    } finally {
      clearInterval(growing);
      batch(() => {
        running.value = false;
        version.value += 1;
        status.value = trouble.value ?? (recording.value ? summaryOf(recording.value) : '');
      });
    }
  }

  async function runLive(origins: Origins, signal: AbortSignal): Promise<void> {
    if (!slice) return;
    const { procedure, options } = setup;
    const loopback = isLoopback(origins.h1.origin);
    const current = newProcedureRecording(procedure, options, new Date(), loopback);
    begin(current);
    const live = runProcedure(slice, { origins, options }, signal, (event) => {
      takeEvent(current, elapsedMs(), event);
      touch();
    });
    disposeRun = live.dispose;
    void live.wireDone.then(() => {
      if (recording.value === current) wireDone.value = true;
    });
    try {
      const ending = await live.ended;
      endRecording(current, elapsedMs(), ending);
    } catch (error) {
      endRecording(current, elapsedMs(), 'error');
      current.failure = sentenceOf(error);
      trouble.value = current.failure;
    }
  }

  /** Shows a recorded run in place of a live one, stamped as such. */
  async function runRecorded(obstacle: 'down' | 'tls', signal: AbortSignal): Promise<void> {
    trouble.value = obstacleSentence(obstacle, capture !== undefined);
    if (!capture) return;
    const current = toReplay(capture);
    begin(current);
    await replayProcedure(capture, current, touch, signal);
  }

  function begin(current: ProcedureRecording): void {
    startMs = performance.now();
    lastSummaryMs = startMs;
    batch(() => {
      recording.value = current;
      chosenRun.value = undefined;
      selection.value = undefined;
      status.value = 'Started.';
      version.value += 1;
    });
  }

  const verdict = computed(() => {
    void version.value;
    const current = recording.value;
    if (!question || !current || !definition.value || running.value) return undefined;
    return judgeProcedure(question, definition.value, current, commitment.prediction.value);
  });

  return {
    ...commitment,
    running,
    recording,
    version,
    trouble,
    trust,
    status,
    verdict,
    wireDone,
    definition,
    selection,
    inspected: computed(() => {
      void version.value;
      const runs = recording.value?.runs;
      return runs?.find(({ run }) => run === chosenRun.value) ?? runs?.[0];
    }),
    inspect(run) {
      chosenRun.value = run;
      selection.value = undefined;
    },
    elapsedMs,
    wake() {
      // Before it is awake there is nothing that Run could run.
      void keep().then(
        () => commitment.wake(),
        (error: unknown) => {
          trouble.value = sentenceOf(error);
        },
      );
    },
    run,
    stop() {
      controller?.abort();
    },
    dispose() {
      controller?.abort();
      disposeRun?.();
      cancelAnimationFrame(frame);
      frame = 0;
    },
  };
}

function isLoopback(origin: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(origin).hostname);
}
