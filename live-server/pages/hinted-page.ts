/** What the page of GET /live/early-hints needs before it can be painted. */
export const HINTED_STYLE = `body {
  margin: 0;
  min-height: 100vh;
  display: grid;
  place-content: center;
  gap: 0.75rem;
  padding: 1.5rem;
  box-sizing: border-box;
  background: #fbfaf6;
  color: #1c1b18;
  font: 1.125rem/1.6 Georgia, serif;
  text-align: center;
}
output {
  color: #b03468;
  font: 600 1rem/1.6 ui-monospace, monospace;
  white-space: pre-line;
}
@media (prefers-color-scheme: dark) {
  body {
    background: #131416;
    color: #e8e5dd;
  }
  output {
    color: #ee85ae;
  }
}
`;

/**
 * The page itself: it measures its own navigation and tells the window that opened
 * it, or the one that frames it. There is nothing secret in what it tells.
 *
 * @param stylePath path and query of its stylesheet, made of checked values alone
 */
export function hintedPage(stylePath: string, run: string | null): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Early Hints</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<p>This page waited for its final answer.</p>
<output></output>
<script>
addEventListener('load', () => {
  const [navigation] = performance.getEntriesByType('navigation');
  const style = performance.getEntriesByType('resource').find(({ name }) => name.includes('style.css'));
  const told = {
    type: 'early-hints-report',
    run: ${JSON.stringify(run)},
    protocol: navigation.nextHopProtocol,
    requestStart: navigation.requestStart,
    firstInterimResponseStart: navigation.firstInterimResponseStart ?? 0,
    finalResponseStart: navigation.finalResponseHeadersStart ?? navigation.responseStart,
    style: style && {
      initiatorType: style.initiatorType,
      startTime: style.startTime,
      responseEnd: style.responseEnd,
    },
  };
  // Not when the stylesheet was asked for: the entry of a hinted one does not say that.
  const after = (ms) => ' after ' + Math.round(ms) + ' ms';
  document.querySelector('output').textContent = [
    told.protocol,
    told.firstInterimResponseStart ? '103' + after(told.firstInterimResponseStart) : 'no 103',
    '200' + after(told.finalResponseStart),
    'style.css by ' + (style ? style.initiatorType : 'nobody'),
  ].join('\\n');
  const listener = opener ?? (parent === window ? null : parent);
  listener?.postMessage(told, '*');
});
</script>
</body>
</html>
`;
}
