import { useEffect, useId, useMemo } from 'preact/hooks';
import { TRANSPORTS, type TransportId } from '#contract/transports.ts';
import { GLYPHS } from '../../components/glyphs.ts';
import { measure } from '../experiment/measure.ts';
import { createExperiment, type ExperimentModel } from '../experiment/model.ts';
import '../experiment/panel.css';
import { RichText } from '../experiment/rich-text.tsx';
import { SequenceDiagram } from '../experiment/sequence-diagram.tsx';
import { StreamedText } from '../experiment/streamed-text.tsx';
import { formatMs } from '../experiment/verdict.ts';
import './home-stream.css';

const OFFERED: TransportId[] = ['sse', 'websocket', 'ndjson', 'short-polling'];

/** The first thing on the site: a stream that really arrives, its boundaries lit. */
export function HomeStream() {
  const model = useMemo(
    () =>
      createExperiment({
        transport: 'sse',
        tokens: 56,
        intervalMs: 90,
        seed: 1,
        pollMs: 500,
        stop: 'abort',
        cut: false,
      }),
    [],
  );

  useEffect(() => {
    model.wake();
    // Motion that nobody asked for stays away from those who asked for none.
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) void model.run();
    return () => model.dispose();
  }, []);

  const { transport } = model.setup.value;
  return (
    <section
      class="panel home-stream"
      data-family={TRANSPORTS[transport].family}
      aria-label="A stream, live"
    >
      <Head model={model} />
      {model.trouble.value ? (
        <p class="trouble">
          <RichText text={model.trouble.value} />
        </p>
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a scrolling box, not a part of a form
        <div class="home-text" tabIndex={0} role="group" aria-label="The text as it arrives">
          <StreamedText model={model} />
        </div>
      )}
      <SequenceDiagram model={model} />
      <Numbers model={model} />
      <p class="visually-hidden" role="status">
        {model.status.value}
      </p>
    </section>
  );
}

function Head({ model }: { model: ExperimentModel }) {
  const name = useId();
  const { transport } = model.setup.value;
  const running = model.running.value;

  function choose(id: TransportId) {
    model.change({ transport: id });
    void model.run();
  }

  return (
    <div class="panel-head">
      <fieldset class="home-transports" disabled={!model.alive.value || running}>
        <legend class="visually-hidden">Transport</legend>
        {OFFERED.map((id) => (
          <label key={id} class="chip" data-family={TRANSPORTS[id].family}>
            <input
              type="radio"
              name={name}
              checked={transport === id}
              onChange={() => choose(id)}
            />
            <span>
              <i aria-hidden="true">{GLYPHS[TRANSPORTS[id].family]}</i> {TRANSPORTS[id].name}
            </span>
          </label>
        ))}
      </fieldset>
      <div class="controls">
        <button
          type="button"
          class="button"
          disabled={!model.alive.value}
          onClick={() => (running ? model.stop() : void model.run())}
        >
          {running ? 'Stop' : model.recording.value ? 'Again' : 'Run'}
        </button>
      </div>
    </div>
  );
}

function Numbers({ model }: { model: ExperimentModel }) {
  void model.version.value;
  const recording = model.recording.value;
  const measured = recording && measure(recording);
  const ms = (value: number | undefined) => (value === undefined ? '–' : formatMs(value));
  return (
    <p class="home-numbers">
      <span>
        <b>{measured?.received ?? 0}</b> tokens
      </span>
      <span>
        first after <b>{ms(measured?.firstMs)}</b>
      </span>
      <span>
        median gap <b>{ms(measured?.gapMedianMs)}</b>
      </span>
      <span>
        <b>{measured?.requests ?? 0}</b> {measured?.requests === 1 ? 'request' : 'requests'}
      </span>
      <span class="where">measured in your browser, on this connection</span>
    </p>
  );
}
