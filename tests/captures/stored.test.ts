import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Capture, replayed } from '../../src/islands/experiment/capture.ts';
import { PROBES, type ProbeName } from '../../src/islands/experiment/probes.ts';
import { toProbeInput } from '../../src/islands/experiment/recording.ts';
import type { WireStore } from '../../src/islands/inspector/wire-store.ts';
import { type ProcedureCapture, replayedProcedure } from '../../src/islands/procedure/capture.ts';
import { definitionOf, isProcedureName } from '../../src/procedures/index.ts';
import { readOptions } from '../../src/procedures/options.ts';

const IDS = readdirSync('content/experiments').map((file) => basename(file, '.yaml'));

const fileOf = (id: string) => parse(readFileSync(`content/experiments/${id}.yaml`, 'utf8'));
const PROCEDURE_IDS = IDS.filter((id) => isProcedureName(fileOf(id).procedure));
const TRANSPORT_IDS = IDS.filter((id) => !PROCEDURE_IDS.includes(id));

describe.each(TRANSPORT_IDS)('the recorded run of %s', (id) => {
  const path = `content/captures/${id}.json`;
  const experiment = fileOf(id);

  it('exists, and is a run of the experiment as it stands', () => {
    expect(existsSync(path), `make it with: npm run record -- ${id}`).toBe(true);
    const { setup } = read<Capture>(path);
    for (const name of ['transport', 'tokens', 'intervalMs', 'seed', 'faults', 'onEnd'] as const) {
      if (experiment[name] !== undefined) expect(setup[name]).toBe(experiment[name]);
    }
    expect(setup.origin ?? 'h1').toBe(experiment.origin ?? 'h1');
  });

  it('ends as the experiment expects', () => {
    const recording = replayed(read(path));
    const probe = PROBES[experiment.probe as ProbeName];
    expect(probe.read(toProbeInput(recording))).toBe(experiment.expected);
  });

  it('has nothing on its wire that the dissectors do not understand', () => {
    expectUnderstood(replayed(read(path)).wire);
  });
});

describe.each(PROCEDURE_IDS)('the recorded procedure of %s', (id) => {
  const path = `content/captures/${id}.json`;
  const experiment = fileOf(id);
  const definition = definitionOf(experiment.procedure);

  it('exists, and is a run of the experiment as it stands', () => {
    expect(existsSync(path), `make it with: npm run record -- ${id}`).toBe(true);
    const { procedure, options } = read<ProcedureCapture>(path);
    expect(procedure).toBe(experiment.procedure);
    expect(options).toEqual(readOptions(definition.options, experiment.options ?? {}).values);
  });

  it('ends as the experiment expects', () => {
    const { ending, facts } = replayedProcedure(read(path));
    expect(ending).toBe('end');
    expect(definition.read(facts as never)).toBe(experiment.expected);
  });

  it('states what its verdict names', () => {
    const { facts } = read<ProcedureCapture>(path);
    const named = [...experiment.verdicts[experiment.expected].matchAll(/\{(\w+)\}/g)];
    expect(named.map(([, name]) => name).filter((name) => !(name in facts))).toEqual([]);
  });

  it('has lanes with something on them, and runs whose bytes the dissectors understand', () => {
    const { lanes, runs } = replayedProcedure(read(path));
    expect(lanes.filter(({ events }) => events.length === 0)).toEqual([]);
    expect(runs.length).toBeGreaterThan(0);
    for (const { wire } of runs) expectUnderstood(wire);
  });
});

it('no recorded run is left of an experiment that is gone', () => {
  const captures = readdirSync('content/captures').map((file) => basename(file, '.json'));
  expect(captures.filter((id) => !IDS.includes(id))).toEqual([]);
});

function expectUnderstood(wire: WireStore): void {
  const kinds = new Set(wire.lanes.flatMap(({ spans }) => spans.map(({ kind }) => kind)));
  expect([...kinds].filter((kind) => ['malformed', 'opaque', 'gap'].includes(kind))).toEqual([]);
  expect(wire.records).toBeGreaterThan(0);
}

function read<Saved extends Capture | ProcedureCapture>(path: string): Saved {
  return JSON.parse(readFileSync(path, 'utf8'));
}
