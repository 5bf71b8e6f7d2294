import type { OptionId } from '../options.ts';

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
