import { placeOf } from './places.ts';
import type { Selection } from './selection.ts';
import { hexOf } from './span-text.ts';
import { type LaneRecord, recordAt } from './wire-store.ts';

/** Shown of a long value; the transcript and the hex view have the rest. */
const VALUE_MAX = 300;
const HEX_MAX = 16;

/** What the lit span is, what it says, why it is there, and the clause. */
export function SpanCard({ selection }: { selection: Selection }) {
  const selected = selection.value;
  const span = selected?.lane.spans[selected.index];
  if (!selected || !span) {
    return (
      <p class="span-card quiet" role="status">
        Pick a span, or move with the arrow keys: it says what it is and which clause defines it.
      </p>
    );
  }
  const { lane } = selected;
  const size = span.end - span.start;
  const record = recordAt(lane, span.start);
  const isEarlier = span.start < lane.earlierBytes;
  const secret = span.kind === 'secret' || span.kind === 'secret-field';
  return (
    <div class="span-card" role="status">
      <p>
        <strong>{span.label}</strong>
        {span.value !== undefined && span.kind !== 'secret' && (
          <code>{span.value.slice(0, VALUE_MAX)}</code>
        )}
        <span class="clause">{span.clause}</span>
      </p>
      {span.why && <p>{span.why}</p>}
      <p class="quiet">
        {size} {size === 1 ? 'byte' : 'bytes'} at offset {span.start}, {lane.direction},{' '}
        {placeOf(lane)}
        {record && `, record ${record.seq} ${isEarlier ? 'from before the run' : momentOf(record)}`}
        {!secret && (
          <>
            {' · '}
            <code>
              {hexOf(lane.bytes.subarray(span.start, span.end), HEX_MAX)}
              {size > HEX_MAX && ' …'}
            </code>
          </>
        )}
      </p>
      {span.details && (
        <dl>
          {span.details.map(({ label, value, bits, clause, why }) => (
            <div key={label}>
              <dt>
                {bits && <code>{bits}</code>} {label}
              </dt>
              <dd>
                {value}
                {why && <> — {why}</>}
                {clause && <span class="clause">{clause}</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function momentOf({ atMs }: LaneRecord): string {
  return `at ${atMs.toFixed(1)} ms on the server’s clock`;
}
