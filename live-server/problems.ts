import { type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PROBLEM_MEDIA_TYPE, type Problem } from '#contract/problem.ts';

interface ProblemDetails extends Pick<Problem, 'parameter' | 'found' | 'allowed'> {
  headers?: Record<string, string>;
}

/** A refusal on its way to the client. Throw it anywhere; it leaves as a problem document. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly problem: Problem;
  readonly headers: Record<string, string>;

  constructor(status: number, detail: string, { headers = {}, ...where }: ProblemDetails = {}) {
    super(detail);
    const title = STATUS_CODES[status] ?? 'Error';
    this.problem = { type: 'about:blank', title, status, detail, ...where };
    this.headers = headers;
  }
}

/** 400 for one parameter: names it, what was found and what is allowed (RFC 9457 §3.2). */
export function badParameter(parameter: string, found: string, allowed: string): ProblemError {
  const detail = `The parameter ${quote(parameter)} is ${quote(found)}; allowed is ${allowed}.`;
  return new ProblemError(400, detail, { parameter, found: shorten(found), allowed });
}

/** 400 for a parameter that is wrong by where or how often it stands, not by its value. */
export function misusedParameter(parameter: string, found: string, allowed: string): ProblemError {
  const detail = `The parameter ${quote(parameter)} is ${found}; allowed is ${allowed}.`;
  return new ProblemError(400, detail, { parameter: shorten(parameter), found, allowed });
}

/** 429 or 503: over a limit now, worth another try in `retryAfterS` seconds (RFC 9110 §10.2.3). */
export function overLimit(status: 429 | 503, detail: string, retryAfterS = 1): ProblemError {
  return new ProblemError(status, detail, { headers: { 'Retry-After': String(retryAfterS) } });
}

/** Quotes what a client sent, shortened, so that it can stand in a sentence. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text));
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

export function problemResponse(c: Context, { problem, headers }: ProblemError): Response {
  return c.body(JSON.stringify(problem), problem.status as ContentfulStatusCode, {
    'Content-Type': PROBLEM_MEDIA_TYPE,
    ...headers,
  });
}

/** The same answer for a request that never reaches the Hono app; the connection ends with it. */
export function sendProblem(outgoing: ServerResponse, { problem, headers }: ProblemError): void {
  const body = JSON.stringify(problem);
  const head: OutgoingHttpHeaders = {
    'Content-Type': PROBLEM_MEDIA_TYPE,
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  };
  if (outgoing.req.httpVersionMajor === 1) head.Connection = 'close';
  outgoing.writeHead(problem.status, head);
  outgoing.end(body);
}
