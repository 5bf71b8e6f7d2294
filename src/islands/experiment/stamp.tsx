/** Where and when something was recorded. */
export interface ReplayOf {
  recordedAt: Date;
  node: string;
  browser: string;
}

/** LIVE or RECORDED: the two never blur. */
export function Stamp({ replayOf }: { replayOf: ReplayOf | undefined }) {
  if (!replayOf) return <span class="stamp live">Live</span>;
  return (
    <span class="stamp recorded">
      Recorded {replayOf.recordedAt.toISOString().slice(0, 10)} · Node {replayOf.node} ·{' '}
      {replayOf.browser}
    </span>
  );
}
