import { once } from 'node:events';
import type { Server } from 'node:net';

/** A port that cannot be listened on; the message says which, and what to do about it. */
export class ListenError extends Error {
  override name = 'ListenError';
}

export interface ListenOn {
  /** null: loopback, over IPv4 and IPv6. */
  readonly host: string | null;
  /** 0: a port of the system's choice, the same over IPv4 and IPv6. */
  readonly port: number;
  /** The environment variable that sets the port, for the message. */
  readonly variable: string;
}

/**
 * Listens on the given host, or on 127.0.0.1 and ::1. A machine without IPv6 has
 * no ::1, which is no error.
 *
 * @param makeServer makes one server; called once per address
 * @returns the listening servers and their common port
 * @throws {ListenError}
 */
export async function listen<S extends Server>(
  { host, port, variable }: ListenOn,
  makeServer: () => S,
): Promise<{ servers: S[]; port: number }> {
  const servers: S[] = [];
  let chosen = port;
  for (const address of host === null ? ['127.0.0.1', '::1'] : [host]) {
    const server = makeServer();
    try {
      server.listen({ port: chosen, host: address });
      await once(server, 'listening');
    } catch (error) {
      if (address === '::1' && isMissing(error)) continue;
      for (const open of servers) open.close();
      throw new ListenError(explain(error, chosen, address, variable), { cause: error });
    }
    servers.push(server);
    chosen = (server.address() as { port: number }).port;
  }
  return { servers, port: chosen };
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';
}

function explain(error: unknown, port: number, address: string, variable: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${address} is taken; stop what uses it, or set ${variable} to a free port.`;
  }
  if (code === 'EACCES') {
    return `Port ${port} needs rights this process does not have; set ${variable} to one above 1023.`;
  }
  return `Cannot listen on ${address}, port ${port} (${variable}): ${message}`;
}
