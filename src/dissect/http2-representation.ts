import type { FieldRepresentation, HeaderField } from '#contract/wire-record.ts';
import { bitsOf, plural, short } from './bytes.ts';
import { noteOn } from './field-notes.ts';
import type { Reading } from './layer.ts';
import type { Detail } from './span.ts';

/** One representation, or the part of it that lies in one frame. */
export function readField(field: HeaderField, from: number, to: number): Reading {
  const part =
    from === field.start && to === field.end
      ? ''
      : `, bytes ${from - field.start + 1}–${to - field.start} of ${field.end - field.start}, cut by the end of a frame`;
  const { clause } = REPRESENTATIONS[field.as];
  if (field.as === 'size-update') {
    return {
      kind: 'table-size',
      label: `dynamic table size update${part}`,
      value: `table size ${field.value} bytes`,
      clause,
      why: 'The encoder says how large a table it uses from here on, within what the decoder allows.',
    };
  }
  const note = noteOn(field.name);
  const masked = note.isSecret === true;
  const value = masked ? '•'.repeat(Math.min(field.value.length, 40)) : field.value;
  return {
    kind: masked ? 'secret-field' : 'header-field',
    label: `${field.name} field${masked ? ', masked' : ''}${part}`,
    value: short(from === field.start ? `${field.name}: ${value}` : `… ${field.name}`),
    clause,
    why: note.why,
    details: [
      ...representationDetails(field),
      { label: 'field', value: field.name, clause: note.clause },
    ],
  };
}

function representationDetails({
  as,
  index,
  huffman,
  start,
  end,
  name,
  value,
}: HeaderField): Detail[] {
  const { clause, says, first, mask } = REPRESENTATIONS[as];
  const details: Detail[] = [
    { label: 'representation', value: says, bits: bitsOf(first, mask), clause },
  ];
  if (index !== undefined) {
    details.push({
      label: 'index',
      value: index <= STATIC_ENTRIES ? `${index}, in the static table` : dynamicEntry(index),
      clause: 'RFC 7541 §2.3',
    });
  }
  if (huffman !== undefined) {
    details.push({
      label: 'Huffman code',
      value: huffman === 'both' ? 'name and value' : `the ${huffman}`,
      clause: 'RFC 7541 §5.2',
    });
  }
  // HTTP/1.1 adds a colon, a space and CR LF.
  const plainBytes = name.length + value.length + 4;
  details.push({
    label: 'size',
    value: `${plural(end - start, 'byte')} here, ${plainBytes} as a line of HTTP/1.1`,
    clause: 'RFC 7541 §1',
  });
  return details;
}

function dynamicEntry(index: number): string {
  const place = index - STATIC_ENTRIES;
  const which = place === 1 ? 'the newest entry' : `number ${place} from the newest`;
  return `${index}, ${which} of the dynamic table`;
}

/** Entries of the static table (RFC 7541 Appendix A). */
const STATIC_ENTRIES = 61;

/** How each representation begins, and what that says. */
const REPRESENTATIONS: Record<
  FieldRepresentation,
  { clause: string; says: string; first: number; mask: number }
> = {
  indexed: {
    clause: 'RFC 7541 §6.1',
    says: 'indexed: one number stands for name and value',
    first: 0x80,
    mask: 0x80,
  },
  incremental: {
    clause: 'RFC 7541 §6.2.1',
    says: 'literal, and added to the dynamic table: next time a number will do',
    first: 0x40,
    mask: 0xc0,
  },
  'without-indexing': {
    clause: 'RFC 7541 §6.2.2',
    says: 'literal, not added to the table',
    first: 0,
    mask: 0xf0,
  },
  'never-indexed': {
    clause: 'RFC 7541 §6.2.3',
    says: 'literal, and nobody on the way may add it to a table: its value is worth guarding',
    first: 0x10,
    mask: 0xf0,
  },
  'size-update': {
    clause: 'RFC 7541 §6.3',
    says: 'dynamic table size update',
    first: 0x20,
    mask: 0xe0,
  },
};
