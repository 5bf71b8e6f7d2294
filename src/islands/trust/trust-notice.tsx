import type { Trust } from '../../transports/trust.ts';
import './trust-notice.css';

/** Whether the browser talks to the TLS origin; what a clicked-away warning costs, a lab shows. */
export function passes(trust: Trust | undefined): boolean {
  return trust?.state === 'trusted' || trust?.state === 'waved';
}

/** One sentence on why there is no live run, with the way to mend it; nothing while all is well or unknown. */
export function TrustNotice({ trust }: { trust: Trust | undefined }) {
  if (!trust || passes(trust)) return null;
  return (
    <p class="trust-notice" role="status">
      {WORDS[trust.state]} {trust.state !== 'down' && <a href="/trust/">See what to do</a>}
    </p>
  );
}

const WORDS: Record<Trust['state'], string> = {
  trusted: '',
  waved: '',
  refused: 'This lab runs over the TLS origin, which this browser does not trust yet.',
  off: 'This lab runs over the TLS origin, which this live server does not have.',
  down: 'The live server does not answer. Start it with npm start.',
};
