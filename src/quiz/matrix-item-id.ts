/** The quiz's id for a row of the decision matrix, which `<Checks>` may name too. */
export function matrixItemId({ id }: { id: string }): string {
  return `matrix-${id}`;
}
