import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CertificateError } from '../certificates/certificate-error.ts';
import { ConfigError, readConfig } from '../config.ts';
import { Places } from '../places.ts';
import { trust } from './trust.ts';
import { TrustError } from './trust-store.ts';

const USAGE = `npm run trust                 trust the local authority
npm run trust -- --status     say what is trusted where
npm run trust -- --remove     undo it`;

const GIVEN = `TLS_CERT is set: the live server then shows that certificate, and what follows, which is about
the local authority, has no part in it.
`;

/**
 * `node live-server/trust/main.ts`, which npm run trust starts. Ends with 0 when all is
 * as asked, 1 when something could not be done or is not trusted, 2 for a wrong option.
 */
async function main(): Promise<number> {
  const options = readOptions();
  if (!options) {
    console.error(USAGE);
    return 2;
  }
  const { status, remove, 'data-home': dataHome, help } = options;
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const home = homedir();
  const config = readConfig();
  if (config.tlsFiles) console.log(GIVEN);
  return await trust({
    action: status ? 'status' : remove ? 'remove' : 'add',
    folder: config.certificatesDir,
    names: new Places(config).names,
    home: { folder: home, dataFolder: dataHome || join(home, '.local/share') },
    platform: process.platform,
    nowMs: Date.now(),
    say: (words) => console.log(words),
  });
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        status: { type: 'boolean' },
        remove: { type: 'boolean' },
        help: { type: 'boolean' },
        'data-home': { type: 'string' },
      },
    });
    return values.status && values.remove ? undefined : values;
  } catch {
    return undefined;
  }
}

/** What the person at the terminal can mend gets one sentence; anything else is a bug and shows its stack. */
function explain(error: unknown): number {
  const theirs =
    error instanceof CertificateError ||
    error instanceof ConfigError ||
    error instanceof TrustError;
  console.error(theirs ? error.message : error);
  return 1;
}

process.exitCode = await main().catch(explain);
