import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { TRANSPORTS } from '#contract/transports.ts';
import {
  cutConnection,
  fetchRunState,
  fetchSaved,
  newRunId,
  openHttp2,
  stopRun,
} from '../../transports/control.ts';
import { transports } from '../../transports/index.ts';
import { watchProtocol } from '../../transports/resource-timing.ts';
import type { Trust } from '../../transports/trust.ts';
import { followWire } from '../../transports/wire-feed.ts';
import { createSelection, fromHash, type Selection } from '../inspector/selection.ts';
import { type Capture, replay } from './capture.ts';
import { createCommitment } from './commitment.ts';
import type { PanelModel } from './panel-frame.tsx';
import { findPlace } from './place.ts';
import { finish, newRecording, type Recording, record, recordWire } from './recording.ts';
import { obstacleSentence, progressOf, sentenceOf, summaryOf } from './sentences.ts';
import type { Inquiry, RunSetup } from './setup.ts';
import { judge, type Verdict } from './verdict.ts';

/** A screen reader hears at most one summary in this time. */
const SUMMARY_EVERY_MS = 2_000;

/** The server needs a moment to notice that a client has left. */
const SERVER_NOTICES_MS = 150;

/** Asked of fetch-sse where the learner has not said anything. */
const PROMPT = 'Explain streaming in one paragraph.';

export interface ExperimentModel extends PanelModel {
  readonly setup: ReadonlySignal<RunSetup>;
  /** The latest run. It grows in place: read `version` to be told. */
  readonly recording: ReadonlySignal<Recording | undefined>;
  /** Moves at most once per animation frame while a run lasts. */
  readonly version: ReadonlySignal<number>;
  readonly verdict: ReadonlySignal<Verdict | undefined>;
  /** The span that is lit in every view. */
  readonly selection: Selection;
  change(setup: Partial<RunSetup>): void;
  cut(): Promise<void>;
  /** Ms since the run began, on the browser's clock. */
  elapsedMs(): number;
}

/** @param captureUrl where a recorded run of this experiment lies, for when no server answers */
export function createExperiment(
  initial: RunSetup,
  inquiry?: Inquiry,
  captureUrl?: string,
): ExperimentModel {
  const setup = signal(initial);
  const commitment = createCommitment(inquiry !== undefined);
  const running = signal(false);
  const recording = signal<Recording | undefined>(undefined);
  const version = signal(0);
  const trouble = signal<string | undefined>(undefined);
  const status = signal('');
  const trust = signal<Trust | undefined>(undefined);

  const selection = createSelection();
  const wireDone = signal(false);

  let startMs = 0;
  let wireController: AbortController | undefined;
  let controller: AbortController | undefined;
  let capture: Capture | undefined;
  let labOrigin = '';
  let frame = 0;
  let lastSummaryMs = 0;

  const elapsedMs = () => performance.now() - startMs;

  function touch(): void {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      version.value += 1;
      summarise();
    });
  }

  function summarise(): void {
    const current = recording.value;
    const now = performance.now();
    if (!running.value || !current || now - lastSummaryMs < SUMMARY_EVERY_MS) return;
    lastSummaryMs = now;
    status.value = progressOf(current, elapsedMs());
  }

  async function run(): Promise<void> {
    if (running.value) return;
    running.value = true;
    trouble.value = undefined;
    const abort = new AbortController();
    controller = abort;

    const originName = setup.value.origin ?? 'h1';
    const place = await findPlace(originName === 'h2');
    if (abort.signal.aborted) {
      running.value = false;
      return;
    }
    trust.value = place.trust;
    const lab = place.obstacle ? undefined : place.origins[originName];
    if (!lab) {
      const kept = await keepCapture();
      trouble.value = obstacleSentence(place.obstacle ?? 'tls', kept !== undefined);
      if (kept) await play(kept, abort.signal);
      batch(() => {
        running.value = false;
        version.value += 1;
        status.value = trouble.value ?? '';
      });
      return;
    }
    labOrigin = lab.origin;
    if (originName === 'h2' && setup.value.transport === 'websocket') await openHttp2(labOrigin);

    const current = newRecording(newRunId(), setup.value, new Date());
    startMs = performance.now();
    lastSummaryMs = startMs;
    watchWire(current);
    batch(() => {
      recording.value = current;
      selection.value = undefined;
      status.value = 'Started.';
      version.value += 1;
    });

    const { transport, tokens, intervalMs, seed, faults, pollMs, onEnd } = setup.value;
    try {
      await transports[transport](
        {
          origin: labOrigin,
          run: current.run,
          tokens,
          intervalMs,
          seed,
          ...(faults && { faults }),
          ...(pollMs && { pollMs }),
          ...(onEnd && { onEnd }),
          ...(TRANSPORTS[transport].method === 'POST' && { prompt: PROMPT }),
        },
        abort.signal,
        (event) => {
          record(current, elapsedMs(), event);
          touch();
        },
      );
      finish(current, elapsedMs(), 'aborted');
    } catch (error) {
      finish(current, elapsedMs(), 'error');
      current.failure = sentenceOf(error);
    }
    await askServer(current);
    if (recording.value !== current) return;
    batch(() => {
      running.value = false;
      version.value += 1;
      status.value = summaryOf(current);
    });
  }

  /** The recorded run lies beside the page: it has to be here before the server is gone. */
  async function keepCapture(): Promise<Capture | undefined> {
    if (captureUrl) capture ??= await fetchSaved<Capture>(captureUrl);
    return capture;
  }

  /** Shows a recorded run in place of a live one, stamped as such. */
  async function play(capture: Capture, signal: AbortSignal): Promise<void> {
    const { node, browser, recordedAt } = capture;
    const current = newRecording(capture.run, capture.setup, new Date(recordedAt));
    current.replayOf = { recordedAt: new Date(recordedAt), node, browser };
    startMs = performance.now();
    batch(() => {
      recording.value = current;
      selection.value = undefined;
      version.value += 1;
    });
    await replay(capture, current, touch, signal);
  }

  /** The feed outlives the run by a moment: the last bytes cross after the last token. */
  function watchWire(current: Recording): void {
    wireController?.abort();
    wireController = new AbortController();
    wireDone.value = false;
    watchProtocol(current.run, wireController.signal, (protocol) => {
      current.protocol = protocol;
      touch();
    });
    void followWire(current.run, wireController.signal, (event) => {
      recordWire(current, event);
      touch();
    }).then(() => {
      if (recording.value !== current) return;
      wireDone.value = true;
      selection.value ??= fromHash(current.wire, location.hash);
    });
  }

  /** What the server knows, for the questions that only it can answer. */
  async function askServer(current: Recording): Promise<void> {
    if (current.ending === 'aborted') await pause(SERVER_NOTICES_MS);
    try {
      const state = await fetchRunState(labOrigin, current.run);
      if (state) current.server = state;
    } catch {
      // The run stands without the server's view of it.
    }
  }

  const verdict = computed(() => {
    void version.value;
    const current = recording.value;
    if (!inquiry || !current || running.value) return undefined;
    return judge(inquiry, current, commitment.prediction.value);
  });

  return {
    ...commitment,
    setup,
    running,
    recording,
    version,
    trouble,
    trust,
    status,
    verdict,
    selection,
    wireDone,
    elapsedMs,
    wake() {
      commitment.wake();
      void keepCapture();
    },
    change(changes) {
      setup.value = { ...setup.value, ...changes };
    },
    run,
    stop() {
      const current = recording.value;
      if (!running.value) return;
      const isLive = current?.ending === 'running' && !current.replayOf;
      if (setup.value.stop === 'abort' || !isLive) {
        controller?.abort();
        return;
      }
      stopRun(labOrigin, current.run).catch((error: unknown) => {
        trouble.value = sentenceOf(error);
        controller?.abort();
      });
    },
    async cut() {
      const current = recording.value;
      if (!running.value || !current || current.replayOf) return;
      try {
        await cutConnection(current.run);
      } catch (error) {
        trouble.value = sentenceOf(error);
      }
    },
    dispose() {
      controller?.abort();
      wireController?.abort();
      cancelAnimationFrame(frame);
      frame = 0;
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
