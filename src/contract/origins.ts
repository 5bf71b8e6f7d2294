/** One lab origin as the site may use it. */
export interface LabOrigin {
  /** For example `http://localhost:4322`; its host name is the one the site was asked by. */
  origin: string;
  up: boolean;
}

/** The TLS origin, where HTTP/2 is spoken. */
export interface TlsOrigin extends LabOrigin {
  /**
   * The same under a name that does without extended CONNECT (RFC 8441); null where
   * the site is asked by another name than localhost.
   */
  connectOff: string | null;
}

/** Body of GET /control/origins. `h2` is null while no TLS origin is configured. */
export interface Origins {
  h1: LabOrigin;
  h2: TlsOrigin | null;
}
