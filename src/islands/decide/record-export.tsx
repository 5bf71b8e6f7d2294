import { useState } from 'preact/hooks';
import { formatRecord } from '../../decide/record.ts';
import type { Decide } from './model.ts';

/** The decision as Markdown: to read, to copy, to keep. */
export function RecordExport({ decide }: { decide: Decide }) {
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState('');
  const shape = decide.shape.value;
  const text = open ? formatRecord(shape, location.href) : '';

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied.');
    } catch {
      setSaid('This browser does not let the page copy. Select the text instead.');
    }
  }

  return (
    <details class="record-export" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Export as a decision record</summary>
      <textarea aria-label="The record in Markdown" readOnly rows={12} value={text} />
      <p class="record-controls">
        <button class="button primary" type="button" onClick={copy}>
          Copy
        </button>
        <a
          class="button"
          download="decision-record.md"
          href={`data:text/markdown;charset=utf-8,${encodeURIComponent(text)}`}
        >
          Download
        </a>
        <span role="status">{said}</span>
      </p>
    </details>
  );
}
