import { spansIn } from './grade.ts';
import type { ChoiceItem, QuizItem } from './item.ts';

/** An answer in words, for readers without scripts and for paper. */
export interface AnswerLine {
  text: string;
  why: string;
}

export function answerTo(item: Exclude<QuizItem, ChoiceItem>): AnswerLine[] {
  switch (item.kind) {
    case 'type-bytes':
      return [
        { text: `\`${item.answer}\``, why: item.feedback },
        ...item.mistakes.map(({ answer, feedback }) => ({
          text: `Not \`${answer}\``,
          why: feedback,
        })),
      ];
    case 'click-span': {
      const span = spansIn(item)[item.target];
      return [{ text: `\`${span?.text ?? ''}\`, the ${span?.label ?? ''}`, why: item.feedback }];
    }
    case 'estimate':
      return [{ text: `${item.answer} ${item.unit}`, why: item.feedback.right }];
    case 'matrix-board':
      return item.rows.map(({ text, right, on, choices, feedback }) => {
        const names = { none: 'none of these', depends: 'it depends' } as const;
        const name =
          right === 'none' || right === 'depends'
            ? names[right]
            : (item.columns.find(({ id }) => id === right)?.name ?? right);
        const inputs = choices.filter(({ id }) => on.includes(id)).map(({ label }) => label);
        const what = inputs.length > 0 ? ` (${inputs.join('; or: ')})` : '';
        return { text: `${text} *${name}${what}*`, why: feedback };
      });
  }
}
