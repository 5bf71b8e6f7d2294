import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withLessonRead } from '../../src/learner/progress.ts';

const KEY = 'chunk-by-chunk:progress';
const read = (slug: string) => (progress: Parameters<typeof withLessonRead>[0]) =>
  withLessonRead(progress, slug, 1);

let page: EventTarget;
let stored: Map<string, string>;

/** A browser's storage, shared by the tabs of one test; `isFull` refuses every write. */
function storage(isFull = false) {
  return {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (isFull) throw new Error('QuotaExceededError');
      stored.set(key, value);
    },
  };
}

/** Each tab has a module of its own. */
async function openTab() {
  vi.resetModules();
  return await import('../../src/learner/progress-store.ts');
}

beforeEach(() => {
  stored = new Map();
  page = new EventTarget();
  vi.stubGlobal('localStorage', storage());
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('dispatchEvent', page.dispatchEvent.bind(page));
});
afterEach(() => vi.unstubAllGlobals());

describe('the progress store', () => {
  it('lets two tabs write without losing what the other one wrote', async () => {
    const [one, two] = [await openTab(), await openTab()];
    one.loadProgress();
    two.loadProgress();
    one.updateProgress(read('polling'));
    two.updateProgress(read('websockets'));
    expect([...one.loadProgress().lessonsRead.keys()]).toEqual(['polling', 'websockets']);
  });

  it.each(['not json', '{"version":99,"answers":{}}'])(
    'sets %j aside before it writes, and keeps the copy',
    async (foreign) => {
      stored.set(KEY, foreign);
      const tab = await openTab();
      tab.updateProgress(read('polling'));
      expect([...tab.loadProgress().lessonsRead.keys()]).toEqual(['polling']);
      const backups = [...stored].filter(([key]) => key.startsWith(`${KEY}:backup-`));
      expect(backups.map(([, text]) => text)).toEqual([foreign]);
    },
  );

  it('works for the page where the browser refuses to store', async () => {
    vi.stubGlobal('localStorage', storage(true));
    const tab = await openTab();
    tab.updateProgress(read('polling'));
    expect(tab.loadProgress().lessonsRead.has('polling')).toBe(true);
    expect(stored.size).toBe(0);
  });

  it('works for the page where there is no storage at all', async () => {
    vi.stubGlobal('localStorage', undefined);
    const tab = await openTab();
    tab.updateProgress(read('polling'));
    expect(tab.loadProgress().lessonsRead.has('polling')).toBe(true);
  });

  it('tells this tab of every change until nobody listens any more', async () => {
    const tab = await openTab();
    const heard: number[] = [];
    const stop = tab.onProgress(({ lessonsRead }) => heard.push(lessonsRead.size));
    tab.updateProgress(read('polling'));
    tab.updateProgress(read('polling'));
    tab.resetProgress();
    stop();
    tab.updateProgress(read('websockets'));
    expect(heard).toEqual([1, 0]);
  });

  it('hears of changes in another tab, and of nothing else that is stored', async () => {
    const tab = await openTab();
    const heard = vi.fn();
    tab.onProgress(heard);
    for (const key of [KEY, 'theme', null]) {
      page.dispatchEvent(Object.assign(new Event('storage'), { key }));
    }
    expect(heard).toHaveBeenCalledTimes(2);
  });
});
