import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Capture, replayed } from '../../src/islands/experiment/capture.ts';
import { PROBES, type ProbeName } from '../../src/islands/experiment/probes.ts';
import { toProbeInput } from '../../src/islands/experiment/recording.ts';

const IDS = readdirSync('content/experiments').map((file) => basename(file, '.yaml'));

describe.each(IDS)('the recorded run of %s', (id) => {
  const path = `content/captures/${id}.json`;
  const experiment = parse(readFileSync(`content/experiments/${id}.yaml`, 'utf8'));

  it('exists, and is a run of the experiment as it stands', () => {
    expect(existsSync(path), `make it with: npm run record -- ${id}`).toBe(true);
    const { setup } = read(path);
    for (const name of ['transport', 'tokens', 'intervalMs', 'seed', 'faults', 'onEnd'] as const) {
      if (experiment[name] !== undefined) expect(setup[name]).toBe(experiment[name]);
    }
  });

  it('ends as the experiment expects', () => {
    const recording = replayed(read(path));
    const probe = PROBES[experiment.probe as ProbeName];
    expect(probe.read(toProbeInput(recording))).toBe(experiment.expected);
  });

  it('has nothing on its wire that the dissectors do not understand', () => {
    const { wire } = replayed(read(path));
    const kinds = new Set(wire.lanes.flatMap(({ spans }) => spans.map(({ kind }) => kind)));
    expect([...kinds].filter((kind) => ['malformed', 'opaque', 'gap'].includes(kind))).toEqual([]);
    expect(wire.records).toBeGreaterThan(0);
  });
});

it('no recorded run is left of an experiment that is gone', () => {
  const captures = readdirSync('content/captures').map((file) => basename(file, '.json'));
  expect(captures.filter((id) => !IDS.includes(id))).toEqual([]);
});

function read(path: string): Capture {
  return JSON.parse(readFileSync(path, 'utf8'));
}
