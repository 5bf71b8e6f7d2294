import { computed, createModel, signal } from '@preact/signals';
import { NOTHING, withoutLesson } from '../../learner/progress.ts';
import {
  loadProgress,
  onProgress,
  remember,
  updateProgress,
} from '../../learner/progress-store.ts';
import { type Clock, paused, resumed, startClock } from '../../quiz/clock.ts';
import { DIAGNOSTIC_LIMIT_MS, diagnosticQueue } from '../../quiz/diagnostic.ts';
import type { QuizItem } from '../../quiz/item.ts';
import type { Maker } from '../../quiz/made.ts';
import { NEIGHBOUR } from '../../quiz/made-ids.ts';
import {
  advanced,
  boardToAsk,
  type Given,
  isOver,
  newSession,
  type Scope,
  type Session,
  startSession,
  withGiven,
} from '../../quiz/session.ts';
import { loadSession, storeSession } from '../../quiz/stored-session.ts';
import { createQuestion } from './question-model.ts';
import { answersOf } from './remembered.ts';
import { loadShortcuts, storeShortcuts } from './shortcuts-setting.ts';

/** What one press of a scope asks at most, unless the learner wants all of it. */
export const ROUND = 10;

const SHAPE = 'shape:';
const QUESTIONS = 'questions:';
/** What the history says of an entry that a round was chosen in, and of one that it stands in. */
const CHOICE_STATE = { quiz: 'choice' };
const ROUND_STATE = { quiz: 'round' };
/** The print of a question that is yet to be made. */
const NOT_MADE = '';

/** The quiz: what is asked, what was given, what is remembered. No markup. */
export const QuizModel = createModel((items: readonly QuizItem[]) => {
  const progress = signal(NOTHING);
  const session = signal<Session | undefined>(undefined);
  /** A chosen round that Back has led out of. */
  const waiting = signal<Session | undefined>(undefined);
  const notice = signal('');
  const allAtOnce = signal(false);
  const shortcuts = signal(true);
  /** Questions by id: those of the bank, and those that the engine has made for this round. */
  const byId = new Map(items.map((item) => [item.id, item]));
  let maker: Promise<Maker> | undefined;

  const question = computed(() => {
    const { queue = [], position = 0 } = session.value ?? {};
    return queue[position]?.id;
  });
  const onTable = computed(() => {
    const item = byId.get(question.value ?? '');
    const round = session.peek();
    if (!item || !round) return undefined;
    return createQuestion(item, {
      seed: round.seed,
      draft: round.draft,
      given: round.answers[item.id],
      asksSureness: true,
      onDraft: (draft) => keep({ ...(session.peek() as Session), draft }),
      onAnswer: (given) => take(item, given),
    });
  });
  const phase = computed(() => {
    if (!session.value) return 'choose';
    return isOver(session.value) ? 'summary' : 'ask';
  });

  const keep = (next: Session | undefined) => {
    const ofAddress = isOfAddress(next ?? session.peek());
    session.value = next;
    storeSession(ofAddress ? 'addressed' : 'chosen', next);
  };
  const take = async (item: QuizItem, given: Given) => {
    // Nobody is hurried while reading why.
    keep(withClock(paused, withGiven(session.peek() as Session, item.id, given)));
    const answers = answersOf(item, given);
    const atMs = Date.now();
    if (answers.length > 0)
      await remember((before) => answers.reduce((so, add) => add(so, atMs), before));
  };
  /** The decision engine comes with the first question that it makes. */
  const engine = () => {
    maker ??= import('../../quiz/made.ts').then(({ makerOf }) => makerOf(items));
    return maker;
  };
  /** Enters a round once all its questions are there. */
  const enter = async (next: Session) => {
    if (next.queue.some(({ id }) => !byId.has(id))) {
      const { make, neighbours } = await engine();
      const about = next.scope.startsWith(SHAPE) && neighbours(next.scope.slice(SHAPE.length));
      for (const item of about ? about.items : []) byId.set(item.id, item);
      for (const { id } of next.queue) {
        const made = byId.get(id) ?? make(id);
        if (made) byId.set(id, made);
      }
    }
    const queue = next.queue.flatMap(({ id, print }) => {
      const item = byId.get(id);
      return item && (print === NOT_MADE || item.print === print)
        ? [{ id, print: item.print }]
        : [];
    });
    notice.value = '';
    waiting.value = undefined;
    // A question that reads otherwise by now takes its round along.
    keep(queue.length > 0 && queue.length === next.queue.length ? { ...next, queue } : undefined);
  };
  const orSay = (entering: Promise<void>) =>
    entering.catch(() => {
      notice.value = 'The decision engine did not load. Start the round again once you are online.';
    });
  const startAbout = async (query: string) => {
    for (const id of byId.keys()) if (id.startsWith(`${NEIGHBOUR}~`)) byId.delete(id);
    const { items: about, complaints } = (await engine()).neighbours(query);
    for (const item of about) byId.set(item.id, item);
    if (complaints.length > 0) {
      notice.value = `The address names a shape whose ${complaints.join(' Its ')} Describe it on the decision page, then come back from there.`;
    } else if (about.length > 0) {
      await enter(newSession(`${SHAPE}${query}`, newSeed(), about));
    } else {
      notice.value = 'No change of one answer flips this shape, so there is nothing to ask.';
    }
  };
  const startNamed = async (named: Scope) => {
    await startRound(named);
    if (!session.peek())
      notice.value = 'The address names questions that this course does not have.';
  };

  const startRound = async (scope: Scope) => {
    const seed = newSeed();
    const known = await loadProgress();
    if (scope.startsWith(SHAPE)) {
      await startAbout(scope.slice(SHAPE.length));
    } else if (scope === 'board') {
      const id = boardToAsk(items, known, seed);
      await enter(newSession(scope, seed, [{ id, print: NOT_MADE }]));
    } else if (scope === 'diagnostic') {
      const round = newSession(scope, seed, diagnosticQueue(items, known, seed));
      await enter({ ...round, clock: startClock(DIAGNOSTIC_LIMIT_MS, Date.now()) });
    } else {
      // Who names the questions wants them all.
      const isWhole = allAtOnce.value || scope.startsWith('questions:');
      const size = isWhole ? items.length : ROUND;
      await enter(startSession(scope, items, known, { size, seed }));
    }
  };

  /**
   * Back leads from a round to the choice, and Forward into it again; nothing of it is
   * lost. Links within the page are history too, and say nothing of a round.
   */
  const onHistory = () => {
    const stored = loadSession('chosen', items);
    if (history.state?.quiz === ROUND_STATE.quiz && stored) void orSay(enter(stored));
    if (history.state?.quiz !== CHOICE_STATE.quiz) return;
    session.value = undefined;
    waiting.value = stored;
  };

  return {
    progress,
    session,
    question: onTable,
    notice,
    phase,
    waiting,
    allAtOnce,
    shortcuts,
    itemOf: (id: string) => byId.get(id),

    /** Brings back what this browser remembers; the result lets go of it. */
    wake(): () => void {
      shortcuts.value = loadShortcuts();
      void loadProgress().then((stored) => {
        progress.value = stored;
      });
      const query = new URLSearchParams(location.search);
      const shape = query.get('shape');
      const questions = query.get('questions');
      const isAddressed = shape !== null || questions !== null;
      const named: Scope =
        questions === null ? `${SHAPE}${shape ?? ''}` : `${QUESTIONS}${questions}`;
      const stored = loadSession(isAddressed ? 'addressed' : 'chosen', items);
      if (stored && (!isAddressed || stored.scope === named)) void orSay(enter(stored));
      else if (questions !== null) void orSay(startNamed(named));
      else if (shape !== null) void orSay(startAbout(shape));
      const forgetProgress = onProgress((changed) => {
        progress.value = changed;
      });
      addEventListener('popstate', onHistory);
      return () => {
        forgetProgress();
        removeEventListener('popstate', onHistory);
      };
    },
    /** @param scope a choice on the page: Back leads to the choice again */
    async start(scope: Scope): Promise<void> {
      await orSay(startRound(scope));
      if (!session.peek()) return;
      history.replaceState(CHOICE_STATE, '');
      history.pushState(ROUND_STATE, '');
    },
    /** Goes on with the round that Back has led out of. */
    goOn(): void {
      if (!waiting.value) return;
      history.pushState(ROUND_STATE, '');
      void orSay(enter(waiting.value));
    },
    next(): void {
      const round = session.value;
      if (!round || !onTable.value?.given.value) return;
      const next = advanced(round);
      keep(isOver(next) ? next : withClock(resumed, next));
    },
    /** Ends a round before its last question; what was answered stays. */
    finish(): void {
      const round = session.value;
      if (round) keep(withClock(paused, { ...round, position: round.queue.length }));
    },
    pauseOrResume(): void {
      const round = session.value;
      if (round) keep(withClock(round.clock?.sinceMs === undefined ? resumed : paused, round));
    },
    /** What has passed is kept, so that a reload gives back no more than a second. */
    tick(): void {
      const round = session.value;
      if (!round?.clock || round.clock.sinceMs === undefined) return;
      const now = Date.now();
      keep({ ...round, clock: resumed(paused(round.clock, now), now) });
    },
    leave(): void {
      keep(undefined);
      history.replaceState(null, '', location.pathname);
      waiting.value = loadSession('chosen', items);
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

function withClock(turn: (clock: Clock, nowMs: number) => Clock, round: Session): Session {
  return round.clock ? { ...round, clock: turn(round.clock, Date.now()) } : round;
}

/** Whether a round was begun by the address. */
function isOfAddress(round: Session | undefined): boolean {
  return (
    round !== undefined && (round.scope.startsWith(SHAPE) || round.scope.startsWith(QUESTIONS))
  );
}

function newSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}
