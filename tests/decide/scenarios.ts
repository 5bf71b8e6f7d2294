import type { OptionId } from '../../src/decide/options.ts';
import { DEFAULT_SHAPE, type Shape } from '../../src/decide/shape.ts';

/** Section 6 of the fact sheet: a situation as a shape, its pick and its runner-up. */
export interface Scenario {
  title: string;
  shape: Shape;
  pick: OptionId;
  runnerUp: OptionId;
}

const scenario = (
  title: string,
  pick: OptionId,
  runnerUp: OptionId,
  differs: Partial<Shape>,
): Scenario => ({
  title,
  pick,
  runnerUp,
  shape: { ...DEFAULT_SHAPE, ...differs },
});

export const SCENARIOS: Scenario[] = [
  scenario('1 text chat, POST and bearer token', 'fetch-sse', 'ndjson', {
    direction: 'ask',
    rate: 'tens',
    staleness: 'tenth',
    auth: 'bearer',
    between: 'proxy',
  }),
  scenario('2 live score page, 200,000 viewers', 'cdn-polling', 'sse', {
    rate: 'seconds',
    staleness: 'seconds',
    loss: 'latest',
    lifetime: 'hour',
    auth: 'none',
    between: 'cdn',
    receivers: 'masses',
    sharing: 'same',
    battery: 'battery',
  }),
  scenario('4 alert with the tab closed', 'web-push', 'email', {
    rate: 'minute',
    staleness: 'seconds',
    tab: 'closed',
    lifetime: 'day',
  }),
  scenario('5 CI log tail with resume', 'sse', 'short-polling', {
    rate: 'tens',
    staleness: 'seconds',
    resume: 'missed',
    lifetime: 'hour',
    between: 'proxy',
  }),
  scenario('7 deep-research run, laptop closes', 'job-poll', 'short-polling', {
    direction: 'ask',
    rate: 'seconds',
    staleness: 'seconds',
    resume: 'outlives',
    wait: 'minutes',
    lifetime: 'hour',
    auth: 'bearer',
  }),
  scenario('8 server agent, 30 tool calls to a model API', 'websocket', 'fetch-sse', {
    direction: 'ask',
    rate: 'tens',
    turns: 'many',
    auth: 'bearer',
    client: 'server',
  }),
  scenario('10 browser voice assistant', 'webrtc', 'websocket', {
    direction: 'both',
    payload: 'media',
    rate: 'hundreds',
    staleness: 'tenth',
    loss: 'late',
    auth: 'ticket',
  }),
  scenario('11 phone bot', 'sip', 'webrtc', {
    direction: 'both',
    payload: 'media',
    rate: 'hundreds',
    staleness: 'tenth',
    loss: 'late',
    auth: 'ticket',
    client: 'telephone',
  }),
  scenario('13 collaborative document', 'websocket', 'sse', {
    direction: 'both',
    rate: 'tens',
    staleness: 'tenth',
    resume: 'missed',
    lifetime: 'hour',
    receivers: 'dozens',
  }),
  scenario('14 presence cursors', 'websocket', 'webtransport', {
    direction: 'both',
    rate: 'tens',
    staleness: 'tenth',
    loss: 'latest',
    lifetime: 'hour',
    receivers: 'dozens',
  }),
  scenario('16 read-only ticker, 50 a second', 'sse', 'websocket', {
    rate: 'tens',
    loss: 'latest',
    reader: 'slow',
    lifetime: 'hour',
    auth: 'none',
  }),
  scenario('17 trading desk', 'sse', 'websocket', {
    direction: 'mixed',
    rate: 'tens',
    staleness: 'tenth',
    loss: 'every',
    lifetime: 'day',
  }),
  scenario('19 upload of 2 GB with a bar', 'parts', 'presigned-parts', {
    direction: 'up',
    payload: 'file',
    rate: 'once',
    size: 'huge',
  }),
  scenario('20 CSV download of 500 MB', 'download', 'fetch-file', {
    direction: 'ask',
    payload: 'file',
    rate: 'once',
    size: 'large',
  }),
  scenario('22 streaming SSR page', 'streamed-html', 'early-hints', {
    payload: 'page',
    rate: 'once',
    wait: 'noticeable',
    lifetime: 'seconds',
  }),
  scenario('23 slow first byte, critical CSS', 'early-hints', 'preload', {
    payload: 'assets',
    rate: 'once',
    wait: 'noticeable',
    lifetime: 'seconds',
  }),
  scenario('25 flaky mobile network', 'sse', 'short-polling', {
    rate: 'seconds',
    staleness: 'seconds',
    resume: 'missed',
    lifetime: 'hour',
    between: 'mobile',
    battery: 'battery',
  }),
  scenario('26 dashboard with 12 widgets', 'sse', 'streams-h2', {
    lifetime: 'hour',
    tabs: 'parts',
  }),
  scenario('28 function platform with a limit of 60 s', 'job-poll', 'sse', {
    rate: 'second',
    resume: 'missed',
    between: 'functions',
  }),
  scenario('29 API gateway before a model', 'fetch-sse', 'other-door', {
    direction: 'ask',
    rate: 'tens',
    staleness: 'tenth',
    auth: 'bearer',
    between: 'gateway',
  }),
  scenario('31 GraphQL subscriptions', 'fetch-sse', 'websocket', {
    direction: 'ask',
    lifetime: 'hour',
    stack: 'graphql',
  }),
  scenario('32 remote MCP server', 'fetch-sse', 'plain-request', {
    direction: 'ask',
    rate: 'second',
    staleness: 'seconds',
    turns: 'few',
    lifetime: 'seconds',
    auth: 'bearer',
    client: 'server',
  }),
  scenario('34 typing indicator', 'websocket', 'plain-request', {
    direction: 'mixed',
    rate: 'seconds',
    staleness: 'half',
    loss: 'late',
    lifetime: 'hour',
    stack: 'socket',
  }),
  scenario('35 live video', 'hls', 'webrtc', {
    payload: 'media',
    rate: 'hundreds',
    staleness: 'seconds',
    loss: 'late',
    lifetime: 'hour',
    receivers: 'masses',
    sharing: 'same',
    between: 'cdn',
  }),
  scenario('37 feature flags to a million clients', 'cdn-polling', 'sse', {
    rate: 'minute',
    staleness: 'minutes',
    loss: 'latest',
    lifetime: 'day',
    auth: 'none',
    between: 'cdn',
    receivers: 'masses',
    sharing: 'same',
  }),
  scenario('38 streamed tool-call JSON', 'fetch-sse', 'ndjson', {
    direction: 'ask',
    rate: 'tens',
    staleness: 'tenth',
    turns: 'few',
    auth: 'bearer',
  }),
  scenario('40 paused reader over HTTP/2', 'cancel-and-ask', 'own-connection', {
    direction: 'ask',
    rate: 'tens',
    reader: 'pauses',
  }),
];

/** Shapes that no sheet lists, and that an interviewer may. */
export const MORE_SCENARIOS: Scenario[] = [
  scenario('one question, one reply', 'plain-request', 'fetch-sse', {
    direction: 'ask',
    rate: 'once',
  }),
  scenario('binary samples down, bearer token', 'download', 'fetch-sse', {
    payload: 'binary',
    rate: 'tens',
    auth: 'bearer',
  }),
  scenario('binary samples in answer to a POST, bearer token', 'download', 'fetch-sse', {
    direction: 'ask',
    payload: 'binary',
    rate: 'tens',
    auth: 'bearer',
  }),
  scenario('half a second fresh from servers that hold nothing', 'short-polling', 'job-poll', {
    stack: 'shortOnly',
  }),
  scenario('pointer positions up, tens a second', 'websocket', 'plain-request', {
    direction: 'up',
    rate: 'tens',
    staleness: 'tenth',
    loss: 'latest',
  }),
  scenario('a form that saves itself', 'plain-request', 'xhr-upload', {
    direction: 'up',
    rate: 'seconds',
  }),
  scenario('binary game state, late is useless', 'webtransport', 'websocket', {
    direction: 'both',
    payload: 'binary',
    rate: 'hundreds',
    staleness: 'tenth',
    loss: 'late',
  }),
  scenario('unread count on a phone, a few seconds old', 'sse', 'short-polling', {
    rate: 'minute',
    staleness: 'seconds',
    battery: 'battery',
    client: 'app',
  }),
  scenario('notifications beside a socket that is open', 'websocket', 'sse', {
    rate: 'minute',
    stack: 'socket',
  }),
];
