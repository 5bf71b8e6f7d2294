/**
 * The `wire` notation of the lessons: bytes as text, line by line.
 *
 * A line may begin with `> ` (went to the server) or `< ` (went to the browser),
 * end with two spaces and `// …` (a gloss), or be `-- … --` (an event, no bytes).
 * `\r`, `\n`, `\t` and `\0` are spelled out; `[[…]]` boxes what to look at.
 */
export interface WireLine {
  kind: 'bytes' | 'event';
  direction?: 'inbound' | 'outbound';
  spans: { text: string; kind: 'text' | 'control' | 'boxed' | 'boxed-control' }[];
  gloss?: string;
}

export function readWire(text: string): WireLine[] {
  return text.split('\n').map(readLine);
}

function readLine(line: string): WireLine {
  const event = /^--\s*(.*?)\s*--$/.exec(line);
  if (event) return { kind: 'event', spans: [{ text: event[1] ?? '', kind: 'text' }] };
  const direction = line.startsWith('> ')
    ? 'inbound'
    : line.startsWith('< ')
      ? 'outbound'
      : undefined;
  const rest = direction ? line.slice(2) : line;
  const gloss = / {2,}\/\/ (.*)$/.exec(rest);
  const bytes = gloss ? rest.slice(0, gloss.index) : rest;
  return {
    kind: 'bytes',
    ...(direction && { direction }),
    spans: bytes.split(/(\[\[.*?\]\])/).flatMap(readSpans),
    ...(gloss?.[1] && { gloss: gloss[1] }),
  };
}

function readSpans(piece: string): WireLine['spans'] {
  const boxed = piece.startsWith('[[') && piece.endsWith(']]');
  const inner = boxed ? piece.slice(2, -2) : piece;
  return inner
    .split(/((?:\\[rnt0])+)/)
    .filter((text) => text !== '')
    .map((text) => {
      const control = /^(?:\\[rnt0])+$/.test(text);
      if (boxed) return { text, kind: control ? 'boxed-control' : 'boxed' };
      return { text, kind: control ? 'control' : 'text' };
    });
}
