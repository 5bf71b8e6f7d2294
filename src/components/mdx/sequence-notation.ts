/**
 * The `sequence` notation of the lessons, one step a line:
 * `browser > server: GET /live/sse`, `-- connection cut --`, `note: …`.
 */
export type SequenceStep =
  | { kind: 'message'; from: number; to: number; label: string }
  | { kind: 'break' | 'note'; label: string };

export interface SequenceDiagram {
  participants: string[];
  steps: SequenceStep[];
}

const PARTICIPANTS_MAX = 4;

/** Throws a sentence that quotes the line where the text is not of the notation. */
export function readSequence(text: string): SequenceDiagram {
  const participants: string[] = [];
  const place = (name: string) => {
    if (!participants.includes(name)) participants.push(name);
    return participants.indexOf(name);
  };
  const steps = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): SequenceStep => {
      const message = /^([^:>]+?)\s*>\s*([^:>]+?)\s*:\s*(.+)$/.exec(line);
      if (message?.[1] && message[2] && message[3]) {
        return {
          kind: 'message',
          from: place(message[1]),
          to: place(message[2]),
          label: message[3],
        };
      }
      const pause = /^--\s*(.+?)\s*--$/.exec(line);
      if (pause?.[1]) return { kind: 'break', label: pause[1] };
      const note = /^note:\s*(.+)$/.exec(line);
      if (note?.[1]) return { kind: 'note', label: note[1] };
      throw new Error(
        `The sequence line "${line}" is not understood; write "browser > server: text", "-- text --" or "note: text".`,
      );
    });
  if (participants.length < 2 || participants.length > PARTICIPANTS_MAX) {
    throw new Error(
      `A sequence has 2 to ${PARTICIPANTS_MAX} participants; this one names ${participants.length}: ${participants.join(', ')}.`,
    );
  }
  return { participants, steps };
}
