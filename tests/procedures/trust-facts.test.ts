import { expect, it } from 'vitest';
import { definitionOf, PROCEDURE_NAMES } from '../../src/procedures/index.ts';

it.each(PROCEDURE_NAMES)('%s says what leans on a certificate, if it can go over TLS', (name) => {
  const { needs, options, trustFacts } = definitionOf(name);
  const { origin } = options;
  const goesOverTls = needs === 'h2' || (origin?.type === 'one-of' && origin.values.includes('h2'));
  if (goesOverTls) expect(trustFacts).toMatch(/certificate/);
  else expect(trustFacts).toBeUndefined();
});
