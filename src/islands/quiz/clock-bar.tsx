import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type Clock, formatLeft, leftOf } from '../../quiz/clock.ts';
import type { Quiz } from './model.ts';

const TICK_MS = 1000;

interface Props {
  quiz: Quiz;
  clock: Clock;
  /** Whether an answer is being read about: the clock stands still by itself then. */
  isReading: boolean;
}

/** The time that is left. It can stand still, and when it is over nothing is taken away. */
export function ClockBar({ quiz, clock, isReading }: Props) {
  const now = useSignal(Date.now());
  const isRunning = clock.sinceMs !== undefined;
  useEffect(() => {
    if (!isRunning) return;
    now.value = Date.now();
    const timer = setInterval(() => {
      now.value = Date.now();
      quiz.tick();
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [isRunning, quiz, now]);
  const leftMs = leftOf(clock, now.value);
  const isOver = leftMs <= 0;

  return (
    <div class="clock" data-over={isOver}>
      <span role="timer" aria-label={isOver ? 'Time over' : 'Time left'}>
        {formatLeft(leftMs)}
      </span>
      {isReading ? (
        <span>stands still</span>
      ) : (
        <button
          type="button"
          class="quiet"
          aria-label={isRunning ? 'Pause the clock' : 'Start the clock again'}
          onClick={quiz.pauseOrResume}
        >
          {isRunning ? 'Pause' : 'Go on'}
        </button>
      )}
      <span class="clock-note" role="status">
        {isOver && 'The six minutes are over. Your answers stay; go on, or see the map.'}
      </span>
    </div>
  );
}
