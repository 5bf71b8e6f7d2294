import { useState } from 'preact/hooks';

interface RunTableProps {
  summary: string;
  /** What the table holds, for screen readers. */
  name: string;
  columns: readonly string[];
  /** Asked for when the table is opened. */
  rowsOf: () => readonly (readonly string[])[];
  /** Nothing for a run that was saved before. */
  onSave?: (() => void) | undefined;
}

/** The twin of a picture for those who read rather than look, and the way to keep the run. */
export function RunTable({ summary, name, columns, rowsOf, onSave }: RunTableProps) {
  const [open, setOpen] = useState(false);
  return (
    <div class="after-run">
      <details class="event-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{summary}</summary>
        {open && (
          <section class="table-scroll" tabIndex={0} aria-label={name}>
            <table>
              <thead>
                <tr>
                  {columns.map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rowsOf().map((row, i) => (
                  <tr key={`${i}`}>
                    {row.map((text, at) => (
                      <td key={columns[at]}>{text}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </details>
      {onSave && (
        <button type="button" class="save" onClick={onSave}>
          Save this run
        </button>
      )}
    </div>
  );
}
