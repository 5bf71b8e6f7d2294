import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import type { LiveBindings } from '../lab.ts';
import { ProblemError, problemResponse } from '../problems.ts';

/**
 * The built site: files of `siteDir`, `index.html` for a folder, `404.html` with
 * status 404 for a page that is not there. Where the build left a compressed twin
 * (`.br`, `.gz`), a browser that takes it gets that (RFC 9110 §8.4); a browser that
 * has the page already gets 304 (§15.4.5).
 */
export function addSiteFiles(app: Hono<{ Bindings: LiveBindings }>, siteDir: string): void {
  if (existsSync(siteDir)) {
    app.get('*', etag());
    app.get('*', serveStatic({ root: siteDir, precompressed: true, onFound: setCaching }));
  }
  app.get('*', (c) => notFound(c, siteDir));
}

/** Astro puts a hash of the content into the names under /_astro/: they never change. */
function setCaching(_path: string, c: Context): void {
  if (!c.req.path.startsWith('/_astro/')) return;
  c.header('Cache-Control', 'public, max-age=31536000, immutable');
}

async function notFound(c: Context, siteDir: string): Promise<Response> {
  try {
    return c.html(await readFile(join(siteDir, '404.html'), 'utf8'), 404);
  } catch {
    const detail = `There is no page ${c.req.path}, and no built site: run \`npm start\`, which builds it.`;
    return problemResponse(c, new ProblemError(404, detail));
  }
}
