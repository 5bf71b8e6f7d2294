import { promisifyRequest as settled } from 'idb-keyval';
import { mergeProgress } from './merge-progress.ts';
import { type Answer, NOTHING, type Progress } from './progress.ts';
import { dropVersion1, findVersion1, readVersion1 } from './version-1.ts';

/**
 * Keeps the progress in IndexedDB, in this browser alone. No copy outlives a
 * call: every change is made, within one transaction, to what is stored at that
 * moment, so that two tabs do not overwrite each other. No connection outlives a
 * call either, so that no tab stands in the way of another one's upgrade.
 */

const NAME = 'chunk-by-chunk';
/** Version 1 was a text in localStorage; see version-1.ts. */
const VERSION = 2;
/** Object stores, one for each part of the progress; their keys are the keys of its maps. */
const PARTS = ['lessonsRead', 'answers', 'setAside'] as const;

/** How long a verdict waits at most for its answer to be stored. */
const PATIENCE_MS = 1_000;

export type Change = (progress: Progress) => Progress;

/** Holds the progress of this page where the browser refuses to store. */
let unstored: Progress | undefined;

export async function loadProgress(): Promise<Progress> {
  return await transact('readonly', (before) => before);
}

/** @param change pure, for it may be asked twice; what it leaves alone is not written */
export async function updateProgress(change: Change): Promise<void> {
  await transact('readwrite', change);
  // A channel does not hear itself: onProgress opens others, in this tab too.
  const channel = new BroadcastChannel(NAME);
  channel.postMessage('changed');
  channel.close();
}

/**
 * Resolves once the change is stored, so that what is shown then outlives a reload;
 * after a second at the latest, since nobody is to wait for a disk to learn how it went.
 *
 * @param change pure, as for updateProgress
 */
export async function remember(change: Change): Promise<void> {
  const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.race([updateProgress(change), patience]);
}

/** Calls back after every change, in this tab or another one; the result ends that. */
export function onProgress(listener: (progress: Progress) => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = async () => listener(await loadProgress());
  return () => channel.close();
}

/** Whether what is written will outlive this page. */
export async function isStored(): Promise<boolean> {
  await loadProgress();
  return !unstored;
}

async function transact(mode: IDBTransactionMode, change: Change): Promise<Progress> {
  const old = findVersion1();
  const carryOver: Change = (before) =>
    old.size > 0 ? mergeProgress(before, readVersion1(old)) : before;
  if (!unstored) {
    try {
      const after = await store(old.size > 0 ? 'readwrite' : mode, (before) =>
        change(carryOver(before)),
      );
      dropVersion1(old);
      return after;
    } catch {
      // Refused, full or of a later version: what can still be read is where the page goes on.
      const readable = await store('readonly', (before) => before).catch(() => NOTHING);
      unstored ??= carryOver(readable);
    }
  }
  unstored = change(unstored);
  return unstored;
}

async function store(mode: IDBTransactionMode, change: Change): Promise<Progress> {
  const opening = indexedDB.open(NAME, VERSION);
  opening.onupgradeneeded = () => {
    for (const part of PARTS) opening.result.createObjectStore(part);
  };
  const database = await settled(opening);
  try {
    const transaction = database.transaction(PARTS, mode);
    const [lessonsRead, answers, setAside] = await Promise.all([
      readAll<number>(transaction.objectStore('lessonsRead')),
      readAll<Answer>(transaction.objectStore('answers')),
      readAll<string>(transaction.objectStore('setAside')),
    ]);
    const before = { lessonsRead, answers, setAside };
    const after = change(before);
    for (const part of PARTS) write(transaction.objectStore(part), before[part], after[part]);
    await settled(transaction);
    return after;
  } finally {
    database.close();
  }
}

async function readAll<Value>(part: IDBObjectStore): Promise<Map<string, Value>> {
  const [keys, values] = await Promise.all([settled(part.getAllKeys()), settled(part.getAll())]);
  return new Map(keys.map((key, i) => [String(key), values[i]]));
}

function write(
  part: IDBObjectStore,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): void {
  for (const key of before.keys()) if (!after.has(key)) part.delete(key);
  for (const [key, value] of after) if (before.get(key) !== value) part.put(value, key);
}
