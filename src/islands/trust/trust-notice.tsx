import type { Trust } from '../../transports/trust.ts';
import './trust-notice.css';

/**
 * What a lab leans on: `connection`, that the browser talks to the TLS origin at all, or
 * `certificate`, that it finds nothing wrong with it. Early Hints need the latter.
 */
export type TrustNeed = 'connection' | 'certificate';

/** Whether a lab with this need may run. */
export function isTrustedFor(need: TrustNeed, trust: Trust | undefined): boolean {
  return trust?.state === 'trusted' || (trust?.state === 'waved' && need === 'connection');
}

/** One sentence in place of Run, with the way to mend it; nothing while all is well or unknown. */
export function TrustNotice({ need, trust }: { need: TrustNeed; trust: Trust | undefined }) {
  if (!trust || isTrustedFor(need, trust)) return null;
  return (
    <p class="trust-notice" role="status">
      {WORDS[trust.state]} {trust.state !== 'down' && <a href="/trust/">See what to do</a>}
    </p>
  );
}

const WORDS: Record<Trust['state'], string> = {
  trusted: '',
  waved:
    'Chromium ignores Early Hints on a connection whose certificate error was clicked away; this lab needs real trust.',
  refused: 'This lab runs over the TLS origin, which this browser does not trust yet.',
  off: 'This lab runs over the TLS origin, which this live server does not have.',
  down: 'The live server does not answer. Start it with npm start.',
};
