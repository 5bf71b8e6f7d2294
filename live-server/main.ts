import { CertificateError } from './certificates/certificate-error.ts';
import { ConfigError, readConfig } from './config.ts';
import { ListenError } from './listeners/loopback.ts';
import { type LiveServer, startLiveServer } from './server.ts';

/**
 * Starts the live server: `node live-server/main.ts`. It says where it is once
 * everything listens, ends by itself on SIGTERM or SIGINT, and at once on the
 * second one.
 */
async function main(): Promise<void> {
  const config = readConfig();
  const server = await startLiveServer(config);
  // Before it says so: whoever reads the lines may send a signal at once.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(server));
  for (const note of server.notes) console.log(note);
  console.log(`site  ${server.siteOrigin}`);
  console.log(`lab   ${server.labOrigin}`);
  const proof = config.tlsFiles
    ? 'the certificate is that of TLS_CERT'
    : '`npm run trust` makes browsers trust it';
  console.log(`      ${server.labTlsOrigin} (HTTP/2; ${proof})`);
}

let stopping = false;

async function stop(server: LiveServer): Promise<void> {
  if (stopping) process.exit(1);
  stopping = true;
  await server.close();
  process.exit(0);
}

/** What the person at the terminal can mend gets one sentence; anything else is a bug and shows its stack. */
function explain(error: unknown): void {
  const theirs =
    error instanceof ConfigError ||
    error instanceof ListenError ||
    error instanceof CertificateError;
  console.error(theirs ? error.message : error);
  process.exitCode = 1;
}

main().catch(explain);
