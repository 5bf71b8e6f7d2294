import { fingerprint } from './fingerprint.ts';
import { NOTHING, type Progress, parseProgress, serialiseProgress } from './progress.ts';

/**
 * Keeps the progress in localStorage, in this browser alone. No copy outlives a
 * call: every change is made to what is stored at that moment, so that two tabs
 * do not overwrite each other.
 */

const KEY = 'chunk-by-chunk:progress';
const CHANGED = 'chunk-by-chunk:progress-changed';

/** Holds the progress of this page where the browser refuses to store. */
let unstored: string | null = null;

export function loadProgress(): Progress {
  const text = read(KEY);
  const { progress, intact } = parseProgress(text);
  if (!intact && text !== null) keepBackup(text);
  return progress;
}

export function updateProgress(change: (progress: Progress) => Progress): void {
  const before = loadProgress();
  const after = change(before);
  if (after === before) return;
  const text = serialiseProgress(after);
  unstored = write(KEY, text) ? null : text;
  dispatchEvent(new Event(CHANGED));
}

export function resetProgress(): void {
  updateProgress(() => ({ ...NOTHING }));
}

/** Calls back after every change, in this tab or another one; the result ends that. */
export function onProgress(listener: (progress: Progress) => void): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  addEventListener(CHANGED, () => listener(loadProgress()), { signal });
  addEventListener(
    'storage',
    // A null key means that everything was cleared.
    ({ key }) => (key === KEY || key === null) && listener(loadProgress()),
    { signal },
  );
  return () => ending.abort();
}

/** Foreign or damaged text is set aside before anything is written over it; the same text once. */
function keepBackup(text: string): void {
  const key = `${KEY}:backup-${fingerprint(text)}`;
  if (read(key) === null) write(key, text);
}

function read(key: string): string | null {
  if (key === KEY && unstored !== null) return unstored;
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}
