/** Hands an object to the learner as a JSON file. */
export function saveAsFile(name: string, content: object): void {
  const url = URL.createObjectURL(
    new Blob([JSON.stringify(content)], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
