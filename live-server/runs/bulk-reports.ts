import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { BulkReport } from '#contract/bulk.ts';
import { socketOf, streamOf } from '../messages.ts';

/** Reports kept at a time; the oldest makes room. A page needs one for some seconds. */
const REPORTS_MAX = 200;

/** What the server could hand over of bodies that nobody may be reading. */
export class BulkReports {
  readonly #accounts = new Map<string, Account>();

  /** Enters a body that begins into the report of that id. */
  enter(id: string, incoming: IncomingMessage, outgoing: ServerResponse): Account {
    const account = this.#accounts.get(id) ?? this.#open(id);
    account.enter(incoming, outgoing);
    return account;
  }

  find(id: string): BulkReport | undefined {
    return this.#accounts.get(id)?.toReport();
  }

  #open(id: string): Account {
    const [oldest] = this.#accounts.keys();
    if (oldest !== undefined && this.#accounts.size >= REPORTS_MAX) this.#accounts.delete(oldest);
    const account = new Account();
    this.#accounts.set(id, account);
    return account;
  }
}

/** The bodies of one report. */
class Account {
  readonly #sockets = new WeakSet<Socket>();
  #bodies = 0;
  #open = 0;
  #connections = 0;
  #handedOverBytes = 0;
  #creditBytes: () => number | null = () => null;

  enter(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const socket = socketOf(incoming);
    if (!this.#sockets.has(socket)) this.#connections += 1;
    this.#sockets.add(socket);
    this.#bodies += 1;
    this.#open += 1;
    outgoing.once('close', () => {
      this.#open -= 1;
    });
    // Asked for now, because a stream that is closed has forgotten its session.
    const session = streamOf(incoming)?.session;
    this.#creditBytes = () =>
      session && !session.destroyed ? (session.state.remoteWindowSize ?? null) : null;
  }

  handedOver(bytes: number): void {
    this.#handedOverBytes += bytes;
  }

  toReport(): BulkReport {
    return {
      bodies: this.#bodies,
      open: this.#open,
      connections: this.#connections,
      handedOverBytes: this.#handedOverBytes,
      creditBytes: this.#creditBytes(),
    };
  }
}
