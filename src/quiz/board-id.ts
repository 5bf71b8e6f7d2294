/** A board made by the engine is named by its seed, so that a reload makes the same one. */
const PREFIX = 'made-board-';

export function boardId(seed: number): string {
  return `${PREFIX}${seed.toString(36)}`;
}

export function isBoardId(id: string): boolean {
  return id.startsWith(PREFIX);
}

export function boardSeed(id: string): number {
  return Number.parseInt(id.slice(PREFIX.length), 36);
}
