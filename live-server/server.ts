import { labApp } from './app.ts';
import { type Clock, systemClock } from './clock.ts';
import { setLabHeaders } from './common-headers.ts';
import type { Config } from './config.ts';
import { controlApp } from './control/app.ts';
import { setSiteHeaders } from './control/site-headers.ts';
import { checkAtDoor } from './door.ts';
import type { Counts, Lab } from './lab.ts';
import { openHttp1 } from './listeners/http1.ts';
import type { Handlers, Listener } from './listeners/listener.ts';
import { openTls } from './listeners/tls.ts';
import { answerRequests, type OriginParts } from './origin.ts';
import { Places } from './places.ts';
import { BulkReports } from './runs/bulk-reports.ts';
import { Runs } from './runs/runs.ts';
import { isHandshake } from './streams/websocket-handshake.ts';
import { Binding } from './tap/bind-run.ts';
import { RunLogs } from './tap/run-logs.ts';
import { tlsIdentity } from './tls-identity.ts';

export interface LiveServer {
  /** For example `http://localhost:4321`. */
  readonly siteOrigin: string;
  /** For example `http://localhost:4322`. */
  readonly labOrigin: string;
  /** For example `https://localhost:4323`. */
  readonly labTlsOrigin: string;
  /** What the start did besides listening, in whole sentences: certificates made or renewed. */
  readonly notes: readonly string[];
  counts(): Counts;
  /** Ends every stream politely, then surely; resolves when all ports and connections are closed. */
  close(): Promise<void>;
}

/**
 * Opens the site origin and the lab origin, each on a listener of its own: an
 * experiment that uses up the lab's connections must not take the page away.
 *
 * @param config ports of 0 let the system choose
 * @param clock paces the tokens and bounds the streams; tests hand in their own
 * @throws {ListenError} where a port cannot be listened on
 */
export async function startLiveServer(
  config: Config,
  clock: Clock = systemClock,
): Promise<LiveServer> {
  const { host, limits } = config;
  const places = new Places(config);
  const logs: RunLogs = new RunLogs(clock, limits, (run) => runs.isFinal(run));
  const runs = new Runs(clock, limits, (run) => logs.forget(run));
  const listeners: Listener[] = [];
  const counts = (): Counts => ({
    connections: listeners.reduce((sum, { connections }) => sum + connections, 0),
    carriers: [...runs.carriers()].length,
    runs: { begun: runs.begun, ...runs.tally },
    wire: { runs: logs.count, allocatedBytes: logs.allocatedBytes, feeds: logs.feeds },
  });
  const identity = await tlsIdentity(config, places.names);
  const bulkReports = new BulkReports();
  const lab: Lab = {
    config,
    clock,
    places,
    runs,
    logs,
    bulkReports,
    counts,
    tlsCert: identity.cert,
  };
  let closing = false;

  const open = async (
    openListener: (handlers: Handlers) => Promise<Listener>,
    parts: Pick<OriginParts, 'setHeaders' | 'fetch'>,
    binding?: Binding,
  ): Promise<Listener> => {
    const answer = answerRequests({
      ...parts,
      checkAtDoor: (incoming) => {
        checkAtDoor(incoming, { places, limits, connections: listener.connections, closing });
      },
    });
    const listener = await openListener({
      isHandshake,
      onRequest(incoming, outgoing, acceptWebSocket) {
        binding?.enter(incoming, outgoing, acceptWebSocket !== undefined);
        answer(incoming, outgoing, acceptWebSocket);
      },
      tap: binding && ((socket) => binding.tap(socket)),
      tapFrames: binding && ((socket) => binding.tapFrames(socket)),
    });
    listeners.push(listener);
    return listener;
  };

  const close = async (): Promise<void> => {
    closing = true;
    for (const listener of listeners) listener.stopListening();
    for (const carrier of runs.carriers()) carrier.sayGoodbye();
    logs.sayGoodbye();
    const deadline = setTimeout(() => {
      for (const listener of listeners) listener.destroyConnections();
    }, limits.shutdownMaxMs);
    await Promise.all(listeners.map(({ closed }) => closed));
    clearTimeout(deadline);
    runs.close();
    logs.close();
  };

  try {
    const control = controlApp(config.siteDir);
    const siteOn = { host, port: config.sitePort, variable: 'SITE_PORT' };
    const site = await open((handlers) => openHttp1(siteOn, limits, handlers), {
      setHeaders: ({ headers, url = '' }, outgoing) => {
        setSiteHeaders(outgoing, places.labOrigins(headers.host ?? ''), url);
      },
      fetch: (request, env) => control.fetch(request, { ...env, lab }),
    });
    const live = labApp();
    const parts: Pick<OriginParts, 'setHeaders' | 'fetch'> = {
      setHeaders: (incoming, outgoing) => setLabHeaders(incoming, outgoing, places),
      fetch: (request, env, acceptWebSocket) =>
        live.fetch(request, { ...env, lab, acceptWebSocket }),
    };
    const binding = config.tap ? new Binding(logs, clock, limits) : undefined;
    const h1On = { host, port: config.labH1Port, variable: 'LAB_H1_PORT' };
    const labH1 = await open((handlers) => openHttp1(h1On, limits, handlers), parts, binding);
    const h2On = { host, port: config.labH2Port, variable: 'LAB_H2_PORT' };
    const openH2 = (handlers: Handlers) => openTls(h2On, limits, identity, handlers);
    const labH2 = await open(openH2, parts, binding);
    places.sitePort = site.port;
    places.labH1Port = labH1.port;
    places.labH2Port = labH2.port;
  } catch (error) {
    await close();
    throw error;
  }
  return {
    siteOrigin: places.originOf(places.sitePort),
    labOrigin: places.originOf(places.labH1Port),
    labTlsOrigin: places.originOf(places.labH2Port),
    notes: identity.notes,
    counts,
    close,
  };
}
