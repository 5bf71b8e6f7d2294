import type { HeaderField } from '#contract/wire-record.ts';

/** A token in lower case; a pseudo-header field has a colon before it (RFC 9113 §8.2.1, §8.3). */
const FIELD_NAME = /^:?[!#$%&'*+\-.^_`|~0-9a-z]+$/;
/** No CR, LF or NUL, and no white space at either end (RFC 9113 §8.2.1). */
const FIELD_VALUE = /^(?![ \t])[^\r\n\0]*(?<![ \t])$/;

/**
 * Whether a field has a name or a value that makes its message malformed (RFC 9113
 * §8.2.1). nghttp2 drops most such fields and goes on without them.
 */
export function isMalformed({ name, value, as }: HeaderField): boolean {
  return as !== 'size-update' && !(FIELD_NAME.test(name) && FIELD_VALUE.test(value));
}
