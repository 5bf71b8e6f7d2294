import { HINTS_DELAY, HINTS_SWITCH } from '#contract/early-hints.ts';
import { sleep } from '../clock.ts';
import type { LiveContext } from '../lab.ts';
import { HINTED_STYLE, hintedPage } from '../pages/hinted-page.ts';
import { readRunAnd } from '../parameters.ts';

/** How long a browser may keep the stylesheet: what was hinted has to be there when it is used. */
const STYLE_MAX_AGE_S = 60;

/**
 * GET /live/early-hints: a 103 that names the stylesheet, and `delayMs` later the
 * page that needs it (RFC 8297 §2).
 *
 * The 103 pushes nothing. It is an interim answer: the browser may act on it or
 * not, and the final answer says the same again for those that did not. An
 * HTTP/1.0 client does not expect an interim answer and gets none (RFC 9110 §15.2).
 */
export async function earlyHints(c: LiveContext): Promise<Response> {
  const { run, delayMs, hints } = readRunAnd(c, { delayMs: HINTS_DELAY, hints: HINTS_SWITCH });
  const { clock } = c.env.lab;
  const { incoming, outgoing } = c.env;
  const stylePath = `/live/early-hints/style.css${run === null ? '' : `?run=${run}`}`;
  const link = `<${stylePath}>; rel=preload; as=style`;

  if (hints === 1 && incoming.httpVersion !== '1.0') outgoing.writeEarlyHints({ link });
  await sleep(clock, delayMs, c.req.raw.signal);

  c.header('Content-Security-Policy', PAGE_POLICY);
  c.header('Link', link);
  return c.html(hintedPage(stylePath, run));
}

/** GET /live/early-hints/style.css: what the page cannot be painted without. */
export function hintedStyle(c: LiveContext): Response {
  readRunAnd(c, {});
  // A preloaded answer that may not be kept is asked for again when the page needs it.
  c.env.outgoing.setHeader('Cache-Control', `max-age=${STYLE_MAX_AGE_S}`);
  return c.body(HINTED_STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' });
}

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
