import { existsSync } from 'node:fs';
import { ROOT } from '../../live-server/cli/ensure-installed.mjs';
import { startCourse } from './course.ts';

/**
 * Starts the course for all browser tests and hands its address to them as
 * SITE_URL, and what to trust its TLS origin by as TLS_SPKI_HASH. Returns what ends it.
 */
export default async function startLiveServer(): Promise<() => Promise<void>> {
  if (!existsSync(`${ROOT}/dist/index.html`)) {
    throw new Error('There is no built site in dist/: run npm run build, or npm test for it all.');
  }
  const course = await startCourse();
  process.env.SITE_URL = course.site;
  process.env.TLS_SPKI_HASH = course.spkiHash;
  return course.stop;
}
