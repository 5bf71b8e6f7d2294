import { chunkedCoding } from './chunked-coding.ts';
import { contentParser } from './content-type.ts';
import type { Fields } from './http1-fields.ts';
import type { Framing } from './http1-framing.ts';
import type { Layer, Steps } from './layer.ts';

/** The body of a message: the framing says where it ends, the content type what is in it. */
export function* messageBody(layer: Layer, framing: Framing, fields: Fields): Steps {
  const body = layer.inside(contentParser(fields));
  switch (framing.type) {
    case 'chunked':
      return yield* chunkedCoding(layer, body);
    case 'length':
      return yield* bodyOfLength(layer, body, framing.sizeBytes);
    case 'until-close':
      return yield* bodyUntilClose(layer, body);
    case 'tunnel':
      return yield* layer.everything({
        kind: 'opaque',
        label: 'bytes of the tunnel',
        clause: 'RFC 9110 §9.3.6',
      });
    case 'none':
    case 'invalid':
      return;
  }
}

function* bodyOfLength(layer: Layer, body: Layer, sizeBytes: number): Steps {
  layer.inner = body;
  for (let left = sizeBytes; left > 0; ) {
    left -= yield* layer.passOn(left, {
      kind: 'content',
      label: `the rest of the ${sizeBytes} bytes of the body`,
      clause: 'RFC 9110 §8.6',
    });
  }
  body.end();
  layer.inner = undefined;
}

function* bodyUntilClose(layer: Layer, body: Layer): Steps {
  layer.inner = body;
  while (true) yield* layer.passOn(Number.POSITIVE_INFINITY);
}
