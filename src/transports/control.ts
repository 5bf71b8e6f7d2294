import type { FaultName } from '#contract/faults.ts';
import type { NodePushReport } from '#contract/push.ts';
import type { RunState } from '#contract/run-state.ts';
import { TRUST_PATH } from '#contract/trust.ts';
import { readRefusal } from './send.ts';
import { TransportError } from './transport.ts';

/** 192 random bits in 32 characters of base64url (RFC 4648 §5): nobody guesses another's run. */
export function newRunId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

/**
 * Has the browser open an HTTP/2 connection that a WebSocket may use. Chromium sends
 * an extended CONNECT (RFC 8441) only on a connection whose SETTINGS it has seen, and
 * never on one that was opened for requests without credentials, as those of other
 * origins are (Fetch §2.6, obtaining a connection). Without one it falls back to HTTP/1.1.
 */
export async function openHttp2(origin: string): Promise<void> {
  await reach(origin + TRUST_PATH, { mode: 'no-cors', credentials: 'include' });
}

/**
 * Cuts the run's connection now, by a reset.
 *
 * @throws TransportError `refused` when there is no such run or nothing to cut.
 */
export async function cutConnection(run: string, site = ''): Promise<void> {
  const name: FaultName = 'reset_peer';
  const response = await reach(`${site}/control/runs/${run}/faults`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  if (!response.ok) throw new TransportError('refused', await readRefusal(response));
}

/**
 * Lets Node's own HTTP/2 client, which allows pushes, ask for /live/push as this run.
 *
 * @throws TransportError `refused` when the server could not ask itself.
 */
export async function askAsNode(run: string, site = ''): Promise<NodePushReport> {
  const response = await reach(`${site}/control/runs/${run}/node-push`, { method: 'POST' });
  if (!response.ok) throw new TransportError('refused', await readRefusal(response));
  return await response.json();
}

/** Stops a run by a request of its own; false when the server does not know the run. */
export async function stopRun(origin: string, run: string): Promise<boolean> {
  const response = await reach(`${origin}/live/runs/${run}`, { method: 'DELETE' });
  if (response.status === 404) return false;
  if (!response.ok) throw new TransportError('refused', await readRefusal(response));
  return true;
}

/** What the server knows of a run; undefined when it does not know it. */
export async function fetchRunState(origin: string, run: string): Promise<RunState | undefined> {
  const response = await reach(`${origin}/live/runs/${run}`, { method: 'GET' });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new TransportError('refused', await readRefusal(response));
  return await response.json();
}

/** A file of the site that was made with it; undefined when it cannot be had. */
export async function fetchSaved<Saved>(path: string): Promise<Saved | undefined> {
  const text = await fetchSavedText(path);
  return text === undefined ? undefined : JSON.parse(text);
}

/** The same, as the text that it is. */
export async function fetchSavedText(path: string): Promise<string | undefined> {
  try {
    const response = await fetch(path);
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}

/** @throws TransportError `unreachable` when nothing answers. */
async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new TransportError('unreachable', 'The live server did not answer.', { cause });
  }
}
