import { useId, useState } from 'preact/hooks';
import { readFaults } from '#contract/faults.ts';
import { describeRange, NUMBER_PARAMETERS, type NumberRange } from '#contract/parameters.ts';
import { TRANSPORT_IDS, TRANSPORTS } from '#contract/transports.ts';
import { GLYPHS } from '../../components/glyphs.ts';
import type { ExperimentModel } from '../experiment/model.ts';
import type { RunSetup } from '../experiment/setup.ts';
import { checkKnob, FAULTS_ALLOWED, POLL_RANGE } from './lab-state.ts';

interface KnobsProps {
  model: ExperimentModel;
  /** Whether the server has an HTTP/2 origin to offer. */
  hasH2: boolean;
  onChange: (changes: Partial<RunSetup>) => void;
}

/** Every knob of a run. They rest while one is on its way. */
export function Knobs({ model, hasH2, onChange }: KnobsProps) {
  const name = useId();
  const setup = model.setup.value;
  const { transport } = setup;
  return (
    <fieldset class="knobs" disabled={!model.alive.value || model.running.value}>
      <legend class="visually-hidden">The run</legend>
      <div class="transport-knob" role="radiogroup" aria-label="Transport">
        {TRANSPORT_IDS.map((id) => (
          <label key={id} class="chip" data-family={TRANSPORTS[id].family}>
            <input
              type="radio"
              name={name}
              checked={transport === id}
              onChange={() => onChange({ transport: id })}
            />
            <span>
              <i aria-hidden="true">{GLYPHS[TRANSPORTS[id].family]}</i> {TRANSPORTS[id].name}
            </span>
          </label>
        ))}
      </div>
      <div class="number-knobs">
        <NumberKnob
          label="tokens"
          knob="tokens"
          range={NUMBER_PARAMETERS.tokens}
          {...{ setup, onChange }}
        />
        <NumberKnob
          label="every"
          knob="intervalMs"
          range={NUMBER_PARAMETERS.intervalMs}
          {...{ setup, onChange }}
        />
        <NumberKnob
          label="seed"
          knob="seed"
          range={NUMBER_PARAMETERS.seed}
          {...{ setup, onChange }}
        />
        {transport === 'short-polling' && (
          <NumberKnob
            label="poll every"
            knob="pollMs"
            range={POLL_RANGE}
            {...{ setup, onChange }}
          />
        )}
        {(hasH2 || setup.origin === 'h2') && (
          <Choice
            label="over"
            value={setup.origin ?? 'h1'}
            options={{ h1: 'HTTP/1.1', h2: 'HTTP/2' }}
            onChange={(origin) => onChange({ origin })}
          />
        )}
        <FaultKnob setup={setup} onChange={onChange} />
        <Choice
          label="Stop means"
          value={setup.stop}
          options={{ abort: 'abort here', delete: 'DELETE the run' }}
          onChange={(stop) => onChange({ stop })}
        />
        {transport === 'sse' && (
          <Choice
            label="at the end"
            value={setup.onEnd ?? 'close'}
            options={{ close: 'call close()', wait: 'wait and see' }}
            onChange={(onEnd) => onChange({ onEnd })}
          />
        )}
      </div>
    </fieldset>
  );
}

interface KnobProps {
  setup: RunSetup;
  onChange: KnobsProps['onChange'];
}

function NumberKnob(
  props: KnobProps & {
    label: string;
    knob: 'tokens' | 'intervalMs' | 'seed' | 'pollMs';
    range: NumberRange;
  },
) {
  const { label, knob, range, setup, onChange } = props;
  return (
    <TextKnob
      label={range.unit ? `${label}, ${range.unit}` : label}
      title={`${range.meaning}: ${describeRange(range)}`}
      value={String(setup[knob] ?? range.fallback)}
      inputMode="numeric"
      check={(text) => {
        const checked = checkKnob(knob, text);
        if (typeof checked === 'string') return checked;
        onChange({ [knob]: checked });
        return undefined;
      }}
    />
  );
}

function FaultKnob({ setup, onChange }: KnobProps) {
  return (
    <TextKnob
      label="cut after token"
      title={`Arms ${FAULTS_ALLOWED}; empty for none. Numbers alone do: 14, 30`}
      value={(setup.faults ?? '').replaceAll('reset_peer:', '').replaceAll(',', ', ')}
      inputMode="text"
      check={(text) => {
        const numbers = text.split(/[\s,]+/).filter(Boolean);
        const faults = numbers.map((number) => `reset_peer:${number}`).join(',');
        if (faults !== '' && !readFaults(faults)) return 'Needs token numbers, for example 14, 30.';
        onChange({ faults: faults || undefined });
        return undefined;
      }}
    />
  );
}

interface TextKnobProps {
  label: string;
  title: string;
  value: string;
  inputMode: 'numeric' | 'text';
  /** Takes the text, or says in a sentence why not. */
  check: (text: string) => string | undefined;
}

function TextKnob({ label, title, value, inputMode, check }: TextKnobProps) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const [complaint, setComplaint] = useState<string>();
  return (
    <div class="knob" title={title}>
      <label for={id}>{label}</label>
      <input
        id={id}
        inputMode={inputMode}
        autocomplete="off"
        value={typed ?? value}
        aria-invalid={complaint !== undefined}
        aria-describedby={complaint && `${id}-why`}
        onInput={(event) => {
          const text = event.currentTarget.value;
          const sentence = check(text);
          setTyped(text);
          setComplaint(sentence);
        }}
        onBlur={() => {
          if (!complaint) setTyped(undefined);
        }}
      />
      {complaint && (
        <span id={`${id}-why`} class="complaint" role="alert">
          {complaint}
        </span>
      )}
    </div>
  );
}

function Choice<Value extends string>(props: {
  label: string;
  value: Value;
  options: Record<Value, string>;
  onChange: (value: Value) => void;
}) {
  const { label, value, options, onChange } = props;
  const id = useId();
  return (
    <div class="knob">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      >
        {(Object.entries(options) as [Value, string][]).map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
