import { content } from './content.ts';
import { eventStream } from './event-stream.ts';
import type { Fields } from './http1-fields.ts';
import { json } from './json.ts';
import type { Layer, Steps } from './layer.ts';
import { ndjson } from './ndjson.ts';
import { plainText } from './plain-text.ts';

/** Who parses the body, by Content-Type (RFC 9110 §8.3); what is compressed is not parsed. */
export function contentParser(fields: Fields): (layer: Layer) => Steps {
  const coding = fields.get('content-encoding')?.toLowerCase() ?? 'identity';
  if (coding !== 'identity') return content(`content, compressed (${coding})`);
  const type = fields.get('content-type') ?? '';
  const [mediaType = ''] = type.toLowerCase().split(/[;\s]/);
  if (mediaType === 'text/event-stream') return eventStream;
  if (/^application\/(x-)?(ndjson|jsonl)$/.test(mediaType)) return ndjson;
  if (/^application\/(json|[\w.-]+\+json)$/.test(mediaType)) return json;
  const otherCharset = /charset="?(?!utf-8|us-ascii)[^\s;"]/i.test(type);
  if (mediaType.startsWith('text/') && !otherCharset) return plainText;
  return content(mediaType === '' ? 'content of no declared type' : `content (${mediaType})`);
}
