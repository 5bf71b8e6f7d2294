import { useRef } from 'preact/hooks';
import { ImportPreview, KEEP_ID } from './import-preview.tsx';
import type { Me } from './model.ts';
import { counted } from './words.ts';

/** Where all of this is kept, and its ways out, in and away. */
export function Keep({ me }: { me: Me }) {
  const input = useRef<HTMLInputElement>(null);
  const texts = [...me.known.value.setAside];
  const isNothing = me.isEmpty.value && texts.length === 0;
  return (
    <section aria-labelledby={KEEP_ID} class="me-keep">
      <h2 id={KEEP_ID} tabIndex={-1}>
        Keep, move, forget
      </h2>
      {me.willLast.value ? (
        <p>
          All of this stays in this browser, in its IndexedDB. Nothing is sent anywhere. A browser
          may clear it when you delete site data or close a private window; an export is a file that
          you keep.
        </p>
      ) : (
        <p class="refused">
          <b>This browser refuses to store.</b> What you answer is remembered until you leave this
          page. Export it before you go, or allow site data for this address and reload.
        </p>
      )}
      <p class="controls">
        <button
          type="button"
          class="button"
          disabled={isNothing}
          onClick={() => save(me.exportText(), exportName(new Date()))}
        >
          Export
        </button>
        <button type="button" class="button" onClick={() => input.current?.click()}>
          Import …
        </button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          aria-label="File to import"
          hidden
          onChange={async ({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file) await me.open(file);
            // The same file again is a new choice.
            currentTarget.value = '';
          }}
        />
        <button
          type="button"
          class="button fault"
          disabled={isNothing}
          onClick={() => me.forgetAll()}
        >
          Forget everything
        </button>
      </p>
      <ImportPreview me={me} />
      {texts.length > 0 && (
        <div class="me-aside">
          <h3>Set aside</h3>
          <p>
            {counted(texts.length, 'stored text')} could not be read whole. Nothing was written over
            it: save it, look into it, or discard it.
          </p>
          <ul>
            {texts.map(([name, text]) => (
              <li key={name}>
                <code>{text.slice(0, 60)}</code> <span>{counted(text.length, 'character')}</span>
                <span class="controls">
                  <button
                    type="button"
                    class="quiet"
                    onClick={() => save(text, `chunk-by-chunk-set-aside-${name}.txt`)}
                  >
                    Save
                  </button>
                  <button type="button" class="quiet" onClick={() => me.openText(text)}>
                    Import what is sound
                  </button>
                  <button type="button" class="quiet" onClick={() => me.discardText(name)}>
                    Discard
                  </button>
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function exportName(date: Date): string {
  return `chunk-by-chunk-${date.toISOString().slice(0, 10)}.json`;
}

/** Hands a text to the learner as a file. */
function save(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
