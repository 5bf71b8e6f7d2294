import { computed, createModel, signal } from '@preact/signals';
import { calibration, weakest } from '../../learner/calibration.ts';
import { type Import, MAX_FILE_BYTES, readExport, writeExport } from '../../learner/exchange.ts';
import { lostBetween, mergeProgress, previewMerge } from '../../learner/merge-progress.ts';
import {
  answerKey,
  NOTHING,
  type Progress,
  withoutLesson,
  withoutQuestion,
} from '../../learner/progress.ts';
import {
  isStored,
  loadProgress,
  onProgress,
  updateProgress,
} from '../../learner/progress-store.ts';
import { conceptStrengths } from '../../learner/strength.ts';
import { lastAnswer, latestAnswers } from '../../learner/tries.ts';
import type { CourseNotes } from './notes.ts';

/** What a reset took away, and how to call it. */
interface Forgotten {
  what: string;
  lost: Progress;
}

/** A learner's notebook: what is remembered, what it amounts to, and its ways out and in. No markup. */
export const MeModel = createModel(({ lessons, concepts, questions }: CourseNotes) => {
  /** Undefined until it was read. */
  const progress = signal<Progress | undefined>(undefined);
  const nowMs = signal(0);
  const willLast = signal(true);
  const forgotten = signal<readonly Forgotten[]>([]);
  const incoming = signal<Import | undefined>(undefined);
  /** What was done last, for those who do not see it happen. */
  const said = signal('');

  const known = computed(() => progress.value ?? NOTHING);
  const isEmpty = computed(
    () => known.value.lessonsRead.size === 0 && known.value.answers.size === 0,
  );
  const current = new Map(
    questions.flatMap((note) =>
      note.readings.map(({ id, print }) => [answerKey(id, print), note] as const),
    ),
  );
  const show = (changed: Progress) => {
    nowMs.value = Date.now();
    progress.value = changed;
  };

  return {
    progress,
    known,
    isEmpty,
    willLast,
    forgotten,
    incoming,
    said,

    strengths: computed(() =>
      conceptStrengths(
        known.value,
        questions,
        concepts.map(({ id }) => id),
        nowMs.value,
      ),
    ),
    levels: computed(() => calibration(known.value)),
    weak: computed(() => weakest(known.value, questions)),
    /** The last answers, each with its question where the course still asks it so. */
    answers: computed(() =>
      latestAnswers(known.value).map((answer) => ({
        answer,
        note: current.get(answerKey(answer.id, answer.print)),
      })),
    ),
    lessonStates: computed(() =>
      lessons.map((lesson) => {
        const own = questions.filter(({ lesson: slug }) => slug === lesson.slug);
        const last = own.flatMap(({ readings }) => lastAnswer(known.value, readings) ?? []);
        return {
          lesson,
          readAtMs: known.value.lessonsRead.get(lesson.slug),
          answered: last.length,
          right: last.filter(({ right }) => right).length,
        };
      }),
    ),
    /** What the file on the table would change. */
    preview: computed(() => {
      if (!incoming.value?.ok) return undefined;
      const { progress: brought } = incoming.value;
      const foreign = [...brought.answers.keys()].filter((key) => !current.has(key)).length;
      return { ...previewMerge(known.value, brought), foreign };
    }),

    /** Brings back what this browser remembers; the result lets go of it. */
    wake(): () => void {
      void loadProgress().then(async (loaded) => {
        show(loaded);
        willLast.value = await isStored();
      });
      return onProgress(show);
    },
    exportText(): string {
      return writeExport(known.value, Date.now());
    },
    async open(file: File): Promise<void> {
      said.value = '';
      incoming.value =
        file.size > MAX_FILE_BYTES
          ? {
              ok: false,
              reason: `This file has ${Math.ceil(file.size / 1e6)} MB; an export has at most ${MAX_FILE_BYTES / 1e6}. Choose a file that Export made.`,
            }
          : readExport(await file.text(), Date.now());
    },
    openText(text: string): void {
      said.value = '';
      incoming.value = readExport(text, Date.now());
    },
    async accept(): Promise<void> {
      if (!incoming.value?.ok) return;
      const { progress: brought } = incoming.value;
      await updateProgress((before) => mergeProgress(before, brought));
      incoming.value = undefined;
      said.value = 'Imported. What was here before is still here.';
      willLast.value = await isStored();
    },
    decline(): void {
      incoming.value = undefined;
      said.value = 'Nothing was imported.';
    },
    forgetQuestion(id: string, what: string): Promise<void> {
      return forget(what, (before) => withoutQuestion(before, id));
    },
    forgetLesson(slug: string, what: string): Promise<void> {
      return forget(what, (before) => withoutLesson(before, slug));
    },
    forgetAll(): Promise<void> {
      return forget('everything', () => NOTHING);
    },
    discardText(name: string): Promise<void> {
      return forget('a stored text', (before) => ({
        ...before,
        setAside: new Map([...before.setAside].filter(([key]) => key !== name)),
      }));
    },
    /** Brings back what the last reset took, beside what was answered since. */
    async undo(): Promise<void> {
      const last = forgotten.value.at(-1);
      if (!last) return;
      forgotten.value = forgotten.value.slice(0, -1);
      await updateProgress((before) => mergeProgress(before, last.lost));
      said.value = `Back again: ${last.what}.`;
    },
  };

  async function forget(what: string, change: (before: Progress) => Progress): Promise<void> {
    let lost = NOTHING;
    await updateProgress((before) => {
      const after = change(before);
      lost = lostBetween(before, after);
      return after;
    });
    forgotten.value = [...forgotten.value, { what, lost }];
    said.value = `Forgotten: ${what}.`;
  }
});

export type Me = InstanceType<typeof MeModel>;
