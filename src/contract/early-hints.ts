import type { NumberRange } from './parameters.ts';

/** How long the page lets its final answer wait, the time that hints can use. */
export const HINTS_DELAY: NumberRange = {
  min: 0,
  max: 5000,
  fallback: 600,
  unit: 'ms',
  meaning: 'how long the final answer lets itself be waited for',
};

/** Whether the page is hinted: 1, or 0 to see the difference. */
export const HINTS_SWITCH: NumberRange = {
  min: 0,
  max: 1,
  fallback: 1,
  unit: '',
  meaning: 'whether a 103 goes before the answer',
};

/**
 * What the page of GET /live/early-hints measured of itself once it was loaded; it
 * posts this to the window that opened it. Times in ms since its navigation began.
 */
export interface HintsReport {
  type: 'early-hints-report';
  run: string | null;
  /** As Resource Timing names it: `h2`, `http/1.1`. */
  protocol: string;
  /** When its request was sent. */
  requestStart: number;
  /** When the first interim answer began; 0 where none was seen. */
  firstInterimResponseStart: number;
  /** When the final answer began. */
  finalResponseStart: number;
  style: {
    /** `early-hints` where the hint was followed, otherwise `link`. */
    initiatorType: string;
    startTime: number;
    responseEnd: number;
  } | null;
}
