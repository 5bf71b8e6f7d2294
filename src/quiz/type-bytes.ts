import { plural, textOf } from '../dissect/bytes.ts';
import type { Span } from '../dissect/span.ts';
import { spanText } from '../islands/inspector/span-text.ts';
import { type Meaning, meaningsOf, spansOf } from './byte-meaning.ts';
import type { TypeBytesItem, WireSpan } from './item.ts';
import type { Reads } from './reads.ts';
import { parseTyped } from './typed-bytes.ts';

/** What the dissectors make of typed bytes. */
export interface BytesGrade {
  right: boolean;
  /** The first place where they mean something else. */
  difference?: Difference;
  /** What was written about this very mistake. */
  mistake?: string;
  /** The typed bytes, labelled; the place of the difference is lit. */
  reading: WireSpan[];
}

export interface Difference {
  /** Offset of the byte, from 0. */
  at: number;
  says: string;
  clause: string;
}

/**
 * Grades typed bytes by what they mean, not by how they are spelt.
 *
 * @throws where the text is not bytes at all; typed-bytes.ts says so beforehand
 */
export function gradeBytes(item: BytesAsked, text: string): BytesGrade {
  const given = bytesOf(item, text);
  const spans = spansOf(item.reads, given);
  const difference = differenceBetween(item.reads, given, bytesOf(item, item.answer));
  const mistake =
    difference &&
    item.mistakes.find(
      ({ answer }) => !differenceBetween(item.reads, given, bytesOf(item, answer)),
    );
  return {
    right: difference === undefined,
    ...(difference && { difference }),
    ...(mistake && { mistake: mistake.feedback }),
    reading: spans.map((span) => toWireSpan(span, given, difference?.at)),
  };
}

/** The spans of bytes that a receiver could not read; an answer must have none. */
export function unreadable({ input, reads }: Typing, text: string): Span[] {
  return spansOf(reads, bytesOf({ input }, text)).filter(({ kind }) =>
    ['malformed', 'incomplete', 'opaque'].includes(kind),
  );
}

/** What grading needs to know of the question. */
export type BytesAsked = Pick<TypeBytesItem, 'input' | 'reads' | 'answer' | 'mistakes'>;

export interface Typing {
  input: TypeBytesItem['input'];
  reads: Reads;
}

/** Nothing where both mean the same to their receiver. */
export function differenceBetween(
  reads: Reads,
  given: Uint8Array,
  wanted: Uint8Array,
): Difference | undefined {
  const has = meaningsOf(spansOf(reads, given), given);
  const needs = meaningsOf(spansOf(reads, wanted), wanted);
  const ours = withoutExtras(has, needs);
  for (let i = 0; i < Math.max(ours.length, needs.length); i++) {
    if (ours[i]?.key === needs[i]?.key) continue;
    return tell(ours.slice(i), needs.slice(i), given);
  }
  return undefined;
}

/** Without what no receiver needs, unless the answer has something of the kind. */
function withoutExtras(own: Meaning[], answer: Meaning[]): Meaning[] {
  return own.filter(
    ({ isOptional, span }) => !isOptional || answer.some((one) => one.span.kind === span.kind),
  );
}

/** @param ours, theirs what is left of both, from the first difference on */
function tell(ours: Meaning[], theirs: Meaning[], bytes: Uint8Array): Difference {
  const [given] = ours;
  const [wanted] = theirs;
  const { start: at = bytes.length, label = '', kind, clause = '' } = given?.span ?? {};
  const where = given ? `At byte ${at + 1}:` : `After byte ${bytes.length}:`;
  if (kind === 'malformed' || kind === 'incomplete') {
    const isCut = kind === 'incomplete' ? 'the bytes end too early, ' : '';
    const instead = wanted ? `; expected ${wanted.span.label}, \`${wanted.shown}\`` : '';
    const says = `${where} ${isCut}${label.replace(/^malformed: /, '')}${instead}.`;
    return { at, says, clause };
  }
  const size = given && kind === 'chunk-size' && sizeOfData(bytes, given.span);
  if (size && size.announced !== size.found) {
    const says = `${where} chunk-size ${given.shown} announces ${plural(size.announced, 'byte')}, and \`${size.data}\` has ${size.found}.`;
    return { at, says, clause };
  }
  const has = (list: Meaning[], one: Meaning) => list.some(({ key }) => key === one.key);
  if (wanted && (!given || (has(theirs, given) && !has(ours, wanted)))) {
    const says = `${where} ${wanted.span.label} is missing, \`${wanted.shown}\`.`;
    return { at, says, clause: wanted.span.clause };
  }
  if (!wanted || !given || (has(ours, wanted) && !has(theirs, given))) {
    return { at, says: `${where} ${label} \`${given?.shown}\` is too much here.`, clause };
  }
  const expected =
    wanted.span.kind === kind ? `\`${wanted.shown}\`` : `${wanted.span.label}, \`${wanted.shown}\``;
  const says = `${where} found ${label} \`${given.shown}\`, expected ${expected}.`;
  return { at, says, clause: wanted.span.clause };
}

/** What a chunk-size says, and how many bytes stand up to the next CR LF. */
function sizeOfData(bytes: Uint8Array, { start, end }: Span) {
  const announced = Number.parseInt(textOf(bytes.subarray(start, end)), 16);
  const from = endOfLine(bytes, end) + 2;
  const to = endOfLine(bytes, from);
  if (announced === 0 || from > bytes.length || to > bytes.length) return undefined;
  return { announced, found: to - from, data: textOf(bytes.subarray(from, to)) };
}

/** Offset of the next CR LF; past the end where there is none. */
function endOfLine(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) return at;
  }
  return bytes.length + 1;
}

function bytesOf({ input }: Pick<TypeBytesItem, 'input'>, text: string): Uint8Array {
  const typed = parseTyped(input, text);
  if (!typed.ok) throw new TypeError(typed.problem);
  return typed.bytes;
}

function toWireSpan(span: Span, bytes: Uint8Array, litAt: number | undefined): WireSpan {
  const isLit = litAt !== undefined && litAt >= span.start && litAt < span.end;
  return {
    text: spanText(span, bytes),
    kind: span.kind,
    label: span.value === undefined ? span.label : `${span.label}: ${span.value}`,
    clause: span.clause,
    ...(isLit && { lit: true }),
  };
}
