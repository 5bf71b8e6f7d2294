/** One place where a browser, or all of them, look up which authorities to trust. */
export interface TrustStore {
  /** For a line of the report, for example `Chromium and Chrome (~/.pki/nssdb)`. */
  readonly label: string;
  state(authority: TrustedAuthority): TrustState;
  /** Does nothing where it is trusted already. @throws {TrustError} */
  add(authority: TrustedAuthority): void;
  /** Takes out every authority of this name; says whether there was one. @throws {TrustError} */
  remove(name: string): boolean;
}

/** `outdated`: an earlier authority of this course is in the store, or ours without trust. */
export type TrustState = 'trusted' | 'outdated' | 'absent';

export interface TrustedAuthority {
  /** The common name of its certificate, which is its name in the store. */
  readonly name: string;
  readonly pem: string;
  /** Absolute path of the PEM file. */
  readonly path: string;
}

/** A store that would not do as asked; the message holds its own words. */
export class TrustError extends Error {
  override name = 'TrustError';
}
