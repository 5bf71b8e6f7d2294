import type { PushAttempt, PushReport } from '#contract/push.ts';
import type { WireRecord } from '#contract/wire-record.ts';
import { pushRefused } from '../../procedures/push-refused.ts';
import { askAsNode } from '../control.ts';
import type { Procedure, ProcedureLab, ProcedureSlice } from './procedure.ts';
import { enablePushIn, framesOf, isAnswered, PUSH_PROMISE, RST_STREAM } from './wire-reading.ts';

type Lab = ProcedureLab<typeof pushRefused>;

const run: Procedure<typeof pushRefused> = async (lab) => {
  const browserRun = await askFromHere(lab);
  const nodeRun = await askFromNode(lab);

  // What was said about the push is one thing, what crossed the wire is another.
  const [toBrowser, toNode] = await Promise.all([
    lab.records(browserRun, isWhole),
    lab.records(nodeRun, isWhole),
  ]);
  lab.fact('browserEnablePush', enablePushIn(toBrowser));
  lab.fact('nodeEnablePush', enablePushIn(toNode));
  lab.fact('nodePromises', framesOf(toNode, 'outbound', PUSH_PROMISE).length);
  const resets = framesOf(toBrowser, 'inbound', RST_STREAM);
  // A stream with an even number was promised by the server (RFC 9113 §5.1.1).
  lab.fact(
    'browserReset',
    resets.some(({ streamId }) => Number(streamId) % 2 === 0),
  );
  lab.fact('browserPromises', framesOf(toBrowser, 'outbound', PUSH_PROMISE).length);
};

const isWhole = (records: readonly WireRecord[]) => isAnswered(records, '/live/push');

/** This browser asks, and the server tries to push before it answers. */
async function askFromHere(lab: Lab): Promise<string> {
  const origin = lab.origin('h2');
  const runId = lab.newRun('your browser');
  const lane = lab.lane('browser', { family: 'push', origin: 'h2', run: runId, fromZero: true });
  lane.asked('GET');
  const response = await lab.fetch(`${origin}/live/push?run=${runId}`);
  lane.answered(String(response.status));
  const text = await response.text();
  const { attempt, httpVersion }: PushReport = JSON.parse(text);
  lane.data(text.length, asWords(attempt));
  lane.note(asWords(attempt));
  lane.ended();
  lab.fact('protocol', httpVersion);
  lab.fact('browserAttempt', asWords(attempt));
  return runId;
}

/** Node's own client asks the same server for the same thing; it lets itself be pushed to. */
async function askFromNode(lab: Lab): Promise<string> {
  const runId = lab.newRun('the Node client');
  const lane = lab.lane('Node', { family: 'push', origin: 'h2', run: runId, fromZero: true });
  lane.asked('GET');
  const { report, pushed } = await askAsNode(runId);
  lane.answered('200');
  if (pushed) lane.data(pushed.body.length, `pushed ${pushed.path}`);
  lane.note(asWords(report.attempt));
  lane.ended();
  lab.fact('nodeAttempt', asWords(report.attempt));
  if (pushed) {
    lab.fact('pushedPath', pushed.path);
    lab.fact('pushedBody', pushed.body);
  }
  return runId;
}

function asWords(attempt: PushAttempt): string {
  if (attempt.outcome === 'refused') return attempt.code;
  return attempt.outcome === 'pushed' ? 'pushed' : 'no such thing in HTTP/1.1';
}

/** See src/procedures/push-refused.ts for what follows from the facts. */
export const pushRefusedScript: ProcedureSlice<typeof pushRefused> = {
  definition: pushRefused,
  run,
};
