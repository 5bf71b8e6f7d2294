import type { OptionId } from '../options.ts';
import type { ValueOf } from '../shape.ts';

/** Options that a reason often speaks of together. */
export const EVENT_STREAMS = ['fetch-sse', 'sse', 'ndjson'] as const satisfies OptionId[];
export const POLLS = ['cdn-polling', 'short-polling', 'long-polling'] as const satisfies OptionId[];
export const UPLOADS = [
  'xhr-upload',
  'parts',
  'presigned-parts',
  'fetch-body',
] as const satisfies OptionId[];
export const PAGE_TOOLS = ['streamed-html', 'early-hints', 'preload'] as const satisfies OptionId[];
export const MESSAGES = ['web-push', 'email'] as const satisfies OptionId[];
export const REMEDIES = [
  'streams-h2',
  'other-door',
  'cancel-and-ask',
  'own-connection',
] as const satisfies OptionId[];
export const DOWNLOADS = ['download', 'fetch-file'] as const satisfies OptionId[];

/** Whatever happens more than once. */
export const REPEATED = [
  'minute',
  'seconds',
  'second',
  'tens',
  'hundreds',
] as const satisfies ValueOf<'rate'>[];
/** Everything in between but the proxy that blocks upgrades. */
export const UPGRADES_PASS = [
  'direct',
  'proxy',
  'cdn',
  'gateway',
  'functions',
  'mobile',
] as const satisfies ValueOf<'between'>[];
