import { describe, expect, test } from 'vitest';
import { HeadMask } from '../../../live-server/tap/mask.ts';

/** Masks the text cut into pieces at the given offsets. */
function masked(text: string, ...cuts: number[]): { text: string; done: boolean } {
  const bytes = Buffer.from(text, 'latin1');
  const mask = new HeadMask();
  const ends = [...cuts, bytes.length];
  for (const [i, end] of ends.entries()) mask.apply(bytes.subarray(ends[i - 1] ?? 0, end));
  return { text: bytes.toString('latin1'), done: mask.done };
}

const REQUEST = [
  'POST /live/sse?run=x HTTP/1.1',
  'Host: localhost',
  'Cookie: session=s3cr3t; b=2',
  'COOKIE:no-space',
  'Authorization:  Bearer abc.def',
  'Proxy-Authorization: Basic Zm9v',
  'X-Forwarded-For: 203.0.113.7, 10.0.0.1',
  'Forwarded: for=203.0.113.7;proto=https',
  'X-Real-IP: 203.0.113.7',
  'X-Cookie: shown',
  'Cookies: shown',
  'Referer: http://localhost/?Cookie: shown',
  '',
  'Cookie: part of the body\r\nAuthorization: too',
].join('\r\n');

const MASKED = [
  'POST /live/sse?run=x HTTP/1.1',
  'Host: localhost',
  'Cookie: *******************',
  'COOKIE:********',
  'Authorization:  **************',
  'Proxy-Authorization: **********',
  'X-Forwarded-For: *********************',
  'Forwarded: ***************************',
  'X-Real-IP: ***********',
  'X-Cookie: shown',
  'Cookies: shown',
  'Referer: http://localhost/?Cookie: shown',
  '',
  'Cookie: part of the body\r\nAuthorization: too',
].join('\r\n');

describe('masking a head', () => {
  test('hides secrets and addresses, keeps lengths, leaves the body alone', () => {
    expect(MASKED.length).toBe(REQUEST.length);
    expect(masked(REQUEST)).toEqual({ text: MASKED, done: true });
  });

  test('cut at every offset it hides the same', () => {
    for (let cut = 0; cut <= REQUEST.length; cut++) {
      expect(masked(REQUEST, cut).text, `cut at ${cut}`).toBe(MASKED);
    }
  });

  test('cut at every pair of offsets within a secret field it hides the same', () => {
    const from = REQUEST.indexOf('Cookie');
    const to = REQUEST.indexOf('COOKIE');
    for (let first = from; first <= to; first++) {
      for (let second = first; second <= to; second++) {
        expect(masked(REQUEST, first, second).text).toBe(MASKED);
      }
    }
  });

  test('byte by byte it hides the same', () => {
    const cuts = Array.from({ length: REQUEST.length - 1 }, (_, i) => i + 1);
    expect(masked(REQUEST, ...cuts)).toEqual({ text: MASKED, done: true });
  });

  test('an answer: Set-Cookie, also with bytes beyond ASCII', () => {
    const answer = 'HTTP/1.1 200 OK\r\nset-cookie: a=\xe9\xff; Path=/\r\n\r\nset-cookie: a';
    const hidden = 'HTTP/1.1 200 OK\r\nset-cookie: ************\r\n\r\nset-cookie: a';
    for (let cut = 0; cut <= answer.length; cut++) {
      expect(masked(answer, cut).text).toBe(hidden);
    }
  });

  test('a value that goes on in the next line is hidden there too (obs-fold)', () => {
    const text = 'GET / HTTP/1.1\r\nCookie: a\r\n b=c\r\nHost: x\r\n\r\n';
    const hidden = 'GET / HTTP/1.1\r\nCookie: *\r\n ***\r\nHost: x\r\n\r\n';
    for (let cut = 0; cut <= text.length; cut++) expect(masked(text, cut).text).toBe(hidden);
  });

  test.each([
    ['HTTP/1.1 100 Continue', false],
    ['HTTP/1.1 103 Early Hints', false],
    ['HTTP/1.1 101 Switching Protocols', true],
    ['HTTP/1.1 200 OK', true],
    ['GET /HTTP/1.1 103', true],
  ])('after %s the head is over: %s', (startLine, done) => {
    const text = `${startLine}\r\nLink: x\r\n\r\n`;
    for (let cut = 0; cut <= text.length; cut++) expect(masked(text, cut).done).toBe(done);
  });

  test('the head that follows an interim answer is masked as well', () => {
    const text =
      'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nSet-Cookie: a\r\n\r\nb';
    expect(masked(text).text).toBe(text.replace('Set-Cookie: a', 'Set-Cookie: *'));
  });

  test('empty lines before the start line do not end the head', () => {
    const text = '\r\n\r\nGET / HTTP/1.1\r\nCookie: a\r\n\r\n';
    expect(masked(text)).toEqual({ text: text.replace(': a', ': *'), done: true });
  });

  test('whatever is no head harms nobody', () => {
    for (const text of ['', '\n', ':', '\0\0\0', 'GET', `GET / HTTP/1.1\r\n${'x'.repeat(9999)}`]) {
      expect(masked(text).text).toBe(text);
    }
  });
});
