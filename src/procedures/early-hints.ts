import { define } from './definition.ts';

/** What is measured on each of the six ways to ask for the page. */
const MEASURES = {
  Protocol: { label: 'protocol', type: 'text' },
  InterimMs: { label: '103', type: 'number' },
  StyleMs: { label: 'style.css asked for', type: 'number' },
  FinalMs: { label: '200', type: 'number' },
  Early: { label: 'early', type: 'yes-no' },
  Times: { label: 'asked, times', type: 'number' },
  Initiator: { label: 'initiator', type: 'text' },
} as const;

const WAYS = {
  h2Hint: '103, h2',
  h2Plain: 'no 103, h2',
  h1Hint: '103, h1',
  h1Plain: 'no 103, h1',
  iframe: 'iframe, h2',
  fetch: 'fetch(), h2',
} as const;

type Measure = keyof typeof MEASURES;
type Way = keyof typeof WAYS;
const MEASURE_NAMES = Object.keys(MEASURES) as Measure[];
const WAY_NAMES = Object.keys(WAYS) as Way[];

/**
 * A page that takes its time and needs a stylesheet, asked for in six ways: navigated
 * to over HTTP/2 and over HTTP/1.1, with a 103 and without; in an iframe; by fetch().
 *
 * Everything is counted from the start of the page's navigation, on its own clock. When
 * the stylesheet was asked for is read off the wire and put on that clock: the entry of a
 * hinted stylesheet in Resource Timing does not say when its request went out. Of the
 * navigations with a 103 the first that was early counts, else the last.
 */
export const earlyHints = define({
  family: 'push',
  facts: {
    ...measuredFacts(),
    h2HintTries: { label: 'navigations with a 103, h2', type: 'number' },
    h1HintTries: { label: 'navigations with a 103, h1', type: 'number' },
    popupBlocked: { label: 'the window was blocked', type: 'yes-no' },
  },
  compare: {
    columns: MEASURE_NAMES.map((measure) => MEASURES[measure].label),
    rows: WAY_NAMES.map((way) => ({
      label: WAYS[way],
      facts: MEASURE_NAMES.map((measure) => `${way}${measure}` as const),
    })),
  },
  options: {
    delayMs: {
      type: 'number',
      min: 200,
      max: 2_000,
      fallback: 600,
      meaning: 'how long the page lets its final answer be waited for, in ms',
    },
  },
  needs: 'h2',
  trustFacts:
    'That a hinted stylesheet is used needs a certificate that your browser trusts. Where its warning was clicked away, Chromium asks for the stylesheet early all the same, keeps nothing of it, and asks again.',
  timeLimitMs: 30_000,
  outcomes: ['h2-only', 'h2-in-vain', 'both', 'h1-only', 'nowhere', 'popup-blocked'],
  read({ popupBlocked, h2HintEarly, h2HintTimes = 0, h1HintEarly }) {
    if (popupBlocked) return 'popup-blocked';
    if (h2HintEarly === undefined || h1HintEarly === undefined) return undefined;
    if (h2HintEarly && h1HintEarly) return 'both';
    // What was asked for early and then again has won nothing.
    if (h2HintEarly) return h2HintTimes > 1 ? 'h2-in-vain' : 'h2-only';
    return h1HintEarly ? 'h1-only' : 'nowhere';
  },
  inconclusive:
    'A page did not report. Run again, and leave the small window open until it closes.',
  alsoShow: ['live-server/endpoints/early-hints.ts', 'live-server/pages/hinted-page.ts'],
});

/** A fact for every measure of every way, for example `h2HintStyleMs`. */
function measuredFacts() {
  type Facts = {
    [M in Measure as `${Way}${M}`]: { label: string; type: (typeof MEASURES)[M]['type'] };
  };
  const rows = WAY_NAMES.flatMap((way) =>
    MEASURE_NAMES.map((measure) => {
      const { label, type } = MEASURES[measure];
      return [way + measure, { label: `${WAYS[way]}: ${label}`, type }];
    }),
  );
  return Object.fromEntries(rows) as Facts;
}
