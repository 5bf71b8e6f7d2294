import { createServer } from 'node:net';
import { Sentence } from './ensure-installed.mjs';

/**
 * A port that a program of ours will open, and the variable that moves it, if any.
 * @typedef {{ port: number, variable?: string }} Port
 */

/** The ports of the live server, as config.ts reads them. */
const DEFAULT_PORTS = { SITE_PORT: 4321, LAB_H1_PORT: 4322, LAB_H2_PORT: 4323 };

/**
 * Values that are no port are left out: config.ts has the sentence for them.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Port[]}
 */
export function portsOf(environment) {
  return Object.entries(DEFAULT_PORTS)
    .map(([variable, port]) => ({ variable, port: Number(environment[variable] || port) }))
    .filter(({ port }) => Number.isInteger(port) && port > 0 && port <= 65_535);
}

/**
 * Looks before a long build, so that nobody waits a minute for a taken port.
 *
 * @param {Port[]} ports
 * @throws {Sentence} naming the first port that is taken.
 */
export async function refuseTakenPorts(ports) {
  for (const { variable, port } of ports) {
    if (await isFree(port)) continue;
    const orMove = variable
      ? `, or choose another port, for example ${variable}=${port + 1000}`
      : '';
    throw new Sentence(
      `Port ${port} is taken, perhaps by a course that is already running. Stop that program${orMove}.`,
    );
  }
}

/**
 * Free ports, all different. They are free at this moment; nothing reserves them.
 *
 * @param {number} count
 * @returns {Promise<number[]>}
 */
export async function findFreePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      await new Promise((resolve) => server.close(resolve));
      return typeof address === 'object' && address ? address.port : 0;
    }),
  );
}

/** @param {number} port */
async function isFree(port) {
  try {
    const server = await listen(port);
    await new Promise((resolve) => server.close(resolve));
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code !== 'EADDRINUSE';
  }
}

/**
 * @param {number} port
 * @returns {Promise<import('node:net').Server>}
 */
function listen(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
