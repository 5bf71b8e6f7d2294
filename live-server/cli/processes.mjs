import { spawn } from 'node:child_process';
import { installedEnvironment, ROOT, Sentence } from './ensure-installed.mjs';

/**
 * Runs an installed program to its end and keeps what it printed, both streams in
 * the order they came. A signal to stop ends the program and then this process.
 *
 * @param {string} program
 * @param {string[]} parameters
 * @param {{ variables?: Record<string, string>, live?: boolean }} [options] `live` shows it as it comes, too.
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function runToEnd(program, parameters, { variables, live = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: ROOT,
      env: { ...installedEnvironment(), ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (/** @type {string} */ part) => {
      output += part;
      if (live) process.stdout.write(part);
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    const stop = () => {
      child.once('close', () => process.exit(1));
      child.kill('SIGTERM');
    };
    process.once('SIGTERM', stop).once('SIGINT', stop);
    child.on('error', (error) => resolve({ ok: false, output: `${error.message}\n` }));
    child.on('close', (code) => {
      process.off('SIGTERM', stop).off('SIGINT', stop);
      resolve({ ok: code === 0, output });
    });
  });
}

/** Longer than the live server takes to end politely, in ms. */
const CTRL_C_MS = 3_000;

/**
 * Runs programs in the foreground until one of them ends or a signal asks to stop,
 * then ends the others, and this process with them: 0 after a signal, otherwise the
 * code of the program that ended first.
 *
 * @param {{ program: string, parameters: string[], variables?: Record<string, string> }[]} programs
 */
export function runInForeground(programs) {
  let asked = false;
  let firstCode = 0;
  const children = programs.map(({ program, parameters, variables }) =>
    spawn(program, parameters, {
      cwd: ROOT,
      env: { ...installedEnvironment(), ...variables },
      stdio: 'inherit',
    }),
  );
  let running = children.length;

  process.on('SIGTERM', () => {
    asked = true;
    endAll();
  });
  process.on('SIGINT', () => {
    asked = true;
    // Ctrl-C reaches every process of the terminal: ours are ending already.
    setTimeout(endAll, CTRL_C_MS);
  });
  for (const child of children) {
    child.on('exit', (code) => {
      if (running === children.length) firstCode = code ?? 1;
      running -= 1;
      endAll();
      if (running === 0) process.exit(asked ? 0 : firstCode);
    });
  }

  function endAll() {
    for (const child of children) child.kill('SIGTERM');
  }
}

/**
 * Runs a command's main function. A {@link Sentence} is printed alone and ends the
 * process with 1; anything else is a bug and keeps its stack.
 *
 * @param {() => Promise<void> | void} main
 */
export async function command(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Sentence)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
