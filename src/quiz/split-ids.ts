/** The ids in `<Checks questions="id-a, id-b">`. */
export function splitIds(list = ''): string[] {
  return list
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean);
}
