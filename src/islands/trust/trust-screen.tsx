import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { TRUST_PATH } from '#contract/trust.ts';
import type { Trust } from '../../transports/trust.ts';
import { checkTrust, isChecking, knownTrust, trustOf } from './model.ts';
import './trust-screen.css';

/** Where `npm start` puts the TLS origin; shown until the server has said where it is. */
const DEFAULT_ORIGIN = 'https://localhost:4323';

/** The states that the steps lead out of. */
const MENDABLE: readonly Trust['state'][] = ['refused', 'waved'];

/** The state of things, and below it the steps that lead to trust, as long as they are needed. */
export function TrustScreen({ children }: { children?: ComponentChildren }) {
  useEffect(() => void trustOf(), []);
  const trust = knownTrust.value;
  const { sign, heading } = HEADINGS[trust?.state ?? 'asking'];
  return (
    <section class="trust" data-state={trust?.state ?? 'asking'} aria-label="This browser">
      <div class="trust-state">
        <div class="trust-words" role="status">
          <h2>
            <span class="sign" aria-hidden="true">
              {sign}
            </span>
            {heading}
          </h2>
          <Explanation trust={trust} />
        </div>
        <button
          type="button"
          class={trust?.state === 'trusted' ? 'button' : 'button primary'}
          aria-disabled={isChecking.value}
          onClick={() => void checkTrust()}
        >
          {isChecking.value ? 'Asking …' : 'Check again'}
        </button>
      </div>
      <div hidden={trust !== undefined && !MENDABLE.includes(trust.state)}>
        {children}
        {trust?.state !== 'waved' && <Shortcut origin={originOf(trust)} />}
      </div>
    </section>
  );
}

const HEADINGS: Record<Trust['state'] | 'asking', { sign: string; heading: string }> = {
  asking: { sign: '…', heading: 'Asking the TLS origin' },
  trusted: { sign: '✓', heading: 'This browser trusts the TLS origin' },
  waved: { sign: '≈', heading: 'This browser lets the TLS origin pass, and does not trust it' },
  refused: { sign: '✕', heading: 'This browser does not trust the TLS origin yet' },
  off: { sign: '○', heading: 'This live server has no TLS origin' },
  down: { sign: '○', heading: 'The live server does not answer' },
};

function Explanation({ trust }: { trust: Trust | undefined }) {
  switch (trust?.state) {
    case undefined:
      return <p>Two requests tell whether this browser trusts it.</p>;
    case 'trusted':
      return (
        <>
          <p>Every lab can run, Early Hints included. There is nothing to do here.</p>
          <Measured origin={trust.origin} protocol={trust.protocol} kept />
        </>
      );
    case 'waved':
      return (
        <>
          <p>
            Its warning was clicked away, or switched off at the start. Every lab runs, and two
            facts suffer: Chromium keeps nothing that comes over such a connection, so a hinted
            stylesheet is fetched twice; and the lab without RFC 8441 has a second host name, with a
            warning of its own. A ticked “Disable cache” in the developer tools looks the same from
            here.
          </p>
          <Measured origin={trust.origin} protocol={trust.protocol} kept={false} />
        </>
      );
    case 'refused':
      return (
        <p>
          The server says that it listens at <code>{trust.origin}</code>, and the browser gave up
          before any request went out. Three steps mend that.
        </p>
      );
    case 'off':
      return (
        <p>
          It answers over HTTP/1.1 alone, so the labs that need HTTP/2 rest. What{' '}
          <code>npm start</code> printed says why.
        </p>
      );
    case 'down':
      return (
        <p>
          Start it with <code>npm start</code> in the folder of the course, then come back.
        </p>
      );
  }
}

function originOf(trust: Trust | undefined): string {
  return trust && 'origin' in trust ? trust.origin : DEFAULT_ORIGIN;
}

function Shortcut({ origin }: { origin: string }) {
  return (
    <p class="shortcut">
      <b>A shorter way, for most facts.</b> Open{' '}
      <a href={origin + TRUST_PATH} target="_blank" rel="noopener">
        {origin}
      </a>{' '}
      and click through the warning of your browser. Two facts suffer: Chromium keeps nothing that
      comes over such a connection, so a hinted stylesheet is fetched twice, and the second host
      name of the lab about RFC 8441 has a warning of its own.
    </p>
  );
}

/** What the two requests showed. */
function Measured(props: { origin: string; protocol: string; kept: boolean }) {
  return (
    <dl class="trust-measured">
      <div>
        <dt>asked</dt>
        <dd>{props.origin}</dd>
      </div>
      <div>
        <dt>nextHopProtocol</dt>
        <dd>{props.protocol || 'not told'}</dd>
      </div>
      <div>
        <dt>second answer</dt>
        <dd>{props.kept ? 'from the cache: no certificate error' : 'asked anew: never kept'}</dd>
      </div>
    </dl>
  );
}
