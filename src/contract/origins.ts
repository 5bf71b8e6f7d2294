/** One lab origin as the site may use it. */
export interface LabOrigin {
  /** For example `http://localhost:4322`; its host name is the one the site was asked by. */
  origin: string;
  up: boolean;
}

/** Body of GET /control/origins. `h2` is null while no TLS origin is configured. */
export interface Origins {
  h1: LabOrigin;
  h2: LabOrigin | null;
}
