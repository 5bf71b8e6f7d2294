import { runToEnd } from '../../live-server/cli/processes.mjs';

/**
 * One thing that can pass or fail as a whole.
 * @typedef {{ title: string, run: () => Promise<{ ok: boolean, output: string }> }} Step
 */

/**
 * What needs no server and no browser. The order matters: `astro check` writes the
 * types of the content collections, which `tsc` then reads.
 *
 * @type {Step[]}
 */
export const CHECKS = [
  {
    title: 'types of the pages (astro check)',
    run: () => runToEnd('astro', ['check', '--tsconfig', 'src/tsconfig.json']),
  },
  { title: 'types of everything else (tsc -b)', run: () => runToEnd('tsc', ['-b']) },
  { title: 'lint and format (biome)', run: () => runToEnd('biome', ['check']) },
];

/**
 * Says what runs, how long it took, and everything it printed when it failed.
 *
 * @param {Step} step
 */
export async function runStep({ title, run }) {
  const startMs = performance.now();
  process.stdout.write(`${title} … `);
  const result = await run();
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`${result.ok ? 'passed' : 'FAILED'} in ${seconds} s`);
  if (!result.ok) console.log(result.output);
  return result;
}
