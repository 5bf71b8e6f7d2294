import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { OPTION_IDS, optionOf } from '../../src/decide/options.ts';
import { PRESETS } from '../../src/decide/presets.ts';
import { labOf } from '../../src/decide/rule.ts';
import { RULES } from '../../src/decide/rules.ts';
import { INPUT_IDS, type InputId, valuesOf } from '../../src/decide/shape.ts';
import { SOURCES } from '../../src/decide/sources.ts';
import { readLabState } from '../../src/islands/lab/lab-state.ts';
import { readText } from '../read-source.ts';

test('every input is named by a rule, and every option by one that speaks for it', () => {
  const named = new Set(RULES.flatMap(({ when }) => Object.keys(when)));
  expect(INPUT_IDS.filter((id) => !named.has(id))).toEqual([]);
  const praised = new Set(
    RULES.filter(({ weight }) => weight !== 'veto' && weight > 0).flatMap(({ options }) => options),
  );
  expect(OPTION_IDS.filter((id) => !praised.has(id))).toEqual([]);
});

test('every rule names an input, an option and a source, and speaks in a sentence', () => {
  for (const { options, when, weight, says, source } of RULES) {
    expect(options.length, says).toBeGreaterThan(0);
    expect(Object.keys(when).length, says).toBeGreaterThan(0);
    for (const [id, values] of Object.entries(when)) {
      expect(values.length, says).toBeGreaterThan(0);
      expect(values.length, `${says} holds for every ${id} but one or more`).toBeLessThanOrEqual(
        valuesOf(id as InputId).length,
      );
    }
    expect(weight, says).not.toBe(0);
    expect(says).toMatch(/^\S.*\.$/);
    expect(Object.values(SOURCES)).toContain(source);
  }
});

test('no rule knows a scenario', () => {
  const text = readdirSync('src/decide/rules')
    .map((file) => readText(`src/decide/rules/${file}`))
    .join('\n');
  for (const { id } of PRESETS) expect(text).not.toContain(`'${id}'`);
  expect(text).not.toContain('presets');
});

describe('what a reason points at exists', () => {
  const lessons = readdirSync('content/lessons').map((file) => file.replace(/^\d+-|\.mdx$/g, ''));

  test.each(Object.values(SOURCES))('$label: $href', ({ href }) => {
    if (href.startsWith('/')) expect(lessons.map((slug) => `/lessons/${slug}/`)).toContain(href);
    else expect(() => new URL(href)).not.toThrow();
  });

  const states = [
    ...new Set(RULES.flatMap((rule) => rule.options.flatMap((id) => labOf(rule, id) ?? []))),
  ];
  test.each(states)('the lab takes %s', (search) => {
    expect(existsSync('src/pages/lab/index.astro')).toBe(true);
    expect(readLabState(search).complaints).toEqual([]);
  });

  test('a reason about an option with a transport is watched on that transport', () => {
    for (const rule of RULES) {
      for (const id of rule.options) {
        const lab = labOf(rule, id);
        const { transport } = optionOf(id);
        if (lab && transport) expect(new URLSearchParams(lab).get('transport')).toBe(transport);
      }
    }
  });
});
