import { Hono } from 'hono';
import type { LiveBindings } from '../lab.ts';
import { addRoutes } from '../routes.ts';
import { fireFault } from './faults.ts';
import { health } from './health.ts';
import { nodePush } from './node-push.ts';
import { origins } from './origins.ts';
import { addSiteFiles } from './site-files.ts';
import { wire } from './wire.ts';

/** The app of the site origin: what the page asks about the lab, and the built site itself. */
export function controlApp(siteDir: string): Hono<{ Bindings: LiveBindings }> {
  const app = new Hono<{ Bindings: LiveBindings }>();
  addRoutes(app, {
    '/control/origins': { GET: origins },
    '/control/runs/:run/faults': { POST: fireFault },
    '/control/runs/:run/node-push': { POST: nodePush },
    '/control/runs/:run/wire': { GET: wire },
    '/healthz': { GET: health },
  });
  addSiteFiles(app, siteDir);
  return app;
}
