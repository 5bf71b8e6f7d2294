/** The ids of questions that the engine makes. */

/** A board made by the engine is named by its seed, so that a reload makes the same one. */
const BOARD = 'made-board-';

export function boardId(seed: number): string {
  return `${BOARD}${seed.toString(36)}`;
}

export function isBoardId(id: string): boolean {
  return id.startsWith(BOARD);
}

export function boardSeed(id: string): number {
  return Number.parseInt(id.slice(BOARD.length), 36);
}

/** `matrix-llm-voice~client=telephone` is the question `matrix-llm-voice` with one input changed. */
export function variantId(id: string, input: string, to: string): string {
  return `${id}~${input}=${to}`;
}

/** The question that was written, whichever variant of it was asked. */
export function baseIdOf(id: string): string {
  return id.replace(/~.*$/, '');
}

export function changeIn(id: string): { input: string; to: string } | undefined {
  const [, input, to] = /~(\w+)=(\w+)$/.exec(id) ?? [];
  return input && to ? { input, to } : undefined;
}

/** What the ids of the questions about one shape begin with, before the `~` of the change. */
export const NEIGHBOUR = 'shape';
