import { type InputId, readShape } from '../decide/shape.ts';
import { makeBoard } from './board.ts';
import { isChoice, type QuizItem } from './item.ts';
import { baseIdOf, boardSeed, changeIn, isBoardId } from './made-ids.ts';
import { type Neighbours, neighboursOf } from './neighbours.ts';
import { makeVariant } from './variants.ts';

/**
 * Questions that the decision engine makes. This module brings the engine along,
 * so a page loads it when it first asks one.
 */
export interface Maker {
  /** The question of this id, if it is one that is made. */
  make: (id: string) => QuizItem | undefined;
  /** A round about a shape, in the order of asking. */
  neighbours: (query: string) => Neighbours;
}

export function makerOf(bank: readonly QuizItem[]): Maker {
  const choices = bank.filter(isChoice);
  const byId = new Map(choices.map((item) => [item.id, item]));
  return {
    make(id) {
      if (isBoardId(id)) return makeBoard(id, boardSeed(id), choices);
      const item = byId.get(baseIdOf(id));
      const change = changeIn(id);
      if (!item?.engine || !change) return undefined;
      const { shape } = readShape(item.engine.shape);
      return makeVariant(item, shape, change.input as InputId, change.to);
    },
    neighbours: (query) => neighboursOf(query, choices),
  };
}
