import type { Config } from './config.ts';
import { CONNECT_OFF_NAME } from './listeners/tls.ts';

/** Names of this very machine: the only hosts that loopback is asked for by. */
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]', CONNECT_OFF_NAME];

/**
 * Where the site and the lab are, and by which names they may be asked. A page
 * of a foreign site can point a name of its own at 127.0.0.1 (DNS rebinding);
 * the name it then sends as Host gives it away.
 */
export class Places {
  /** Known once the listeners are open. */
  sitePort = 0;
  labH1Port = 0;
  labH2Port = 0;
  readonly #host: string | null;
  readonly #names: ReadonlySet<string>;
  readonly #siteOrigins: ReadonlySet<string>;

  constructor({ host, siteOrigins }: Config) {
    this.#host = host;
    const given = siteOrigins.map((origin) => new URL(origin).hostname);
    this.#names = new Set([...LOOPBACK_NAMES, ...(host === null ? [] : [inUrl(host)]), ...given]);
    this.#siteOrigins = new Set(siteOrigins);
  }

  /** @param authority a Host header or the authority of an absolute-form target */
  isOurs(authority: string): boolean {
    const name = hostName(authority);
    return name !== undefined && this.#names.has(name);
  }

  /**
   * Whether a connection that was opened by one name may serve the other. A browser
   * shares a connection among names that have one address and one certificate (RFC 9113
   * §9.1.1); without this, the name that leaves a setting out would be served with it.
   *
   * @param serverName by SNI; undefined where nobody said one
   */
  mayShare(serverName: string | undefined, authority: string): boolean {
    if (serverName === undefined) return true;
    return (serverName === CONNECT_OFF_NAME) === (hostName(authority) === CONNECT_OFF_NAME);
  }

  isSiteOrigin(origin: string): boolean {
    if (this.#siteOrigins.has(origin)) return true;
    const match = /^http:\/\/(.+):(\d+)$/.exec(origin);
    return match !== null && Number(match[2]) === this.sitePort && this.isOurs(match[1] ?? '');
  }

  /** What to print for a port: the given host, unless that means every address. */
  originOf(port: number): string {
    const anywhere = this.#host === null || this.#host === '0.0.0.0' || this.#host === '::';
    const scheme = port === this.labH2Port ? 'https' : 'http';
    return `${scheme}://${anywhere ? 'localhost' : inUrl(this.#host ?? '')}:${port}`;
  }

  /** The lab origin by the name that the site was asked by, so that both are the same site. */
  labH1Origin(siteAuthority: string): string {
    return `http://${hostName(siteAuthority) ?? 'localhost'}:${this.labH1Port}`;
  }

  /** The TLS lab origin, by the same name. */
  labH2Origin(siteAuthority: string): string {
    return `https://${hostName(siteAuthority) ?? 'localhost'}:${this.labH2Port}`;
  }

  /** The TLS lab origin under the name that has extended CONNECT switched off. */
  get connectOffOrigin(): string {
    return `https://${CONNECT_OFF_NAME}:${this.labH2Port}`;
  }

  /** Every origin that the site's pages talk to. */
  labOrigins(siteAuthority: string): string[] {
    return [
      this.labH1Origin(siteAuthority),
      this.labH2Origin(siteAuthority),
      this.connectOffOrigin,
    ];
  }

  /** Every name that the TLS certificate has to be good for; "every address" is none. */
  get names(): string[] {
    return [...this.#names].filter((name) => name !== '0.0.0.0' && name !== '[::]');
  }
}

/** `Example.COM:8080` → `example.com`; undefined where the text is no authority (RFC 9110 §7.2). */
function hostName(authority: string): string | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(authority);
  return match?.[1]?.toLowerCase();
}

/** An IPv6 address stands in brackets in a URL. */
function inUrl(host: string): string {
  return host.includes(':') ? `[${host.toLowerCase()}]` : host.toLowerCase();
}
