import { computed, createModel, signal } from '@preact/signals';
import { NOTHING, withAnswer, withoutLesson } from '../../learner/progress.ts';
import { loadProgress, onProgress, updateProgress } from '../../learner/progress-store.ts';
import type { ChoiceItem } from '../../quiz/item.ts';
import {
  advanced,
  isOver,
  type Scope,
  type Session,
  startSession,
  withPicks,
} from '../../quiz/session.ts';
import { optionOrder } from '../../quiz/shuffle.ts';
import { loadSession, storeSession } from '../../quiz/stored-session.ts';
import { loadShortcuts, storeShortcuts } from './shortcuts-setting.ts';

/** What one press of a scope asks at most, unless the learner wants all of it. */
export const ROUND = 10;

/** The quiz: what is asked, what was picked, what is remembered. No markup. */
export const QuizModel = createModel((items: readonly ChoiceItem[]) => {
  const progress = signal(NOTHING);
  const session = signal<Session | undefined>(undefined);
  const picked = signal<number[]>([]);
  const notice = signal('');
  const allAtOnce = signal(false);
  const shortcuts = signal(true);

  const byId = new Map(items.map((item) => [item.id, item]));
  const item = computed(() => {
    const { queue, position } = session.value ?? { queue: [], position: 0 };
    return byId.get(queue[position]?.id ?? '');
  });
  /** Indices of the options in the order of their showing. */
  const order = computed(() => (item.value ? optionOrder(item.value, session.value?.seed) : []));
  const answer = computed(() => session.value?.answers[item.value?.id ?? '']);
  const phase = computed(() => {
    if (!session.value) return 'choose';
    return isOver(session.value) ? 'summary' : 'ask';
  });

  const enter = (next: Session | undefined) => {
    session.value = next;
    storeSession(next);
    notice.value = '';
    picked.value = answer.value?.picked ?? (item.value?.kind === 'order-steps' ? order.value : []);
  };

  return {
    progress,
    session,
    item,
    order,
    answer,
    picked,
    notice,
    phase,
    allAtOnce,
    shortcuts,

    /** Brings back what this browser remembers; the result lets go of it. */
    wake(): () => void {
      void loadProgress().then((loaded) => {
        progress.value = loaded;
      });
      shortcuts.value = loadShortcuts();
      enter(loadSession(items));
      return onProgress((changed) => {
        progress.value = changed;
      });
    },
    start(scope: Scope): void {
      const size = allAtOnce.value ? items.length : ROUND;
      const seed = Math.floor(Math.random() * 2 ** 31);
      const next = startSession(scope, items, progress.value, { size, seed });
      if (next.queue.length > 0) enter(next);
    },
    /** Picks the option, or with several right ones turns it on or off. */
    pick(index: number): void {
      if (!item.value || answer.value) return;
      notice.value = '';
      const has = picked.value.includes(index);
      if (item.value.kind !== 'pick-reasons') picked.value = [index];
      else
        picked.value = has ? picked.value.filter((at) => at !== index) : [...picked.value, index];
    },
    /** Moves the step at a place up (-1) or down (1). */
    move(place: number, by: number): void {
      const next = [...picked.value];
      const [here, there] = [next[place], next[place + by]];
      if (here === undefined || there === undefined || answer.value) return;
      next[place] = there;
      next[place + by] = here;
      picked.value = next;
      notice.value = `Now step ${place + by + 1}.`;
    },
    check(): void {
      const asked = item.value;
      if (!asked || !session.value || answer.value) return;
      if (picked.value.length === 0) {
        notice.value = 'Pick an answer first.';
        return;
      }
      const next = withPicks(session.value, asked, picked.value);
      enter(next);
      const right = next.answers[asked.id]?.right ?? false;
      void updateProgress((before) => withAnswer(before, asked, { right }, Date.now()));
    },
    next(): void {
      if (session.value && answer.value) enter(advanced(session.value));
    },
    leave(): void {
      enter(undefined);
    },
    setAllAtOnce(value: boolean): void {
      allAtOnce.value = value;
    },
    setShortcuts(value: boolean): void {
      shortcuts.value = value;
      storeShortcuts(value);
    },
    /** Forgets one lesson, or everything. */
    forget(lesson?: string): void {
      void updateProgress((before) => (lesson ? withoutLesson(before, lesson) : NOTHING));
    },
  };
});

export type Quiz = InstanceType<typeof QuizModel>;
