import type { StreamMessage } from '#contract/messages.ts';
import type { LiveContext } from '../lab.ts';
import { readAsk } from '../parameters.ts';
import { enterRun } from '../runs/enter-run.ts';
import { openStream } from '../streams/response-stream.ts';

/**
 * GET /live/ndjson: one JSON object a line.
 *
 * The line feed is the frame: JSON escapes the one inside a string as `\n`, so a
 * bare one can only be the end of a line. The reader must not take a read for a
 * line; it may hold half of one, or three.
 *
 * Unlike bare text this can say how it ended. A stream without its `end` line
 * was cut off, whatever the transport thinks.
 */
export async function ndjson(c: LiveContext): Promise<Response> {
  const run = enterRun(c, 'ndjson', readAsk(c));
  const stream = openStream(c, run, {
    headers: { 'Content-Type': 'application/x-ndjson' },
    lastWords: (message) => line({ type: 'error', code: 'let-go', message }),
  });

  await stream.write(line({ type: 'start', run: run.ask.run, tokens: run.ask.tokens }));
  for await (const delta of stream.tokens()) await stream.write(line(delta));

  return stream.end(line(stream.endMessage()));
}

function line(message: StreamMessage): string {
  return `${JSON.stringify(message)}\n`;
}
