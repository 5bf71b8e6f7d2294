/** A sentence in which `code` stands between backticks. */
export function RichText({ text }: { text: string }) {
  return (
    <>
      {text
        .split(/`([^`]+)`/)
        .map((part, i) => (i % 2 === 0 ? part : <code key={`${i}-${part}`}>{part}</code>))}
    </>
  );
}
