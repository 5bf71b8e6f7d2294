/** The parts of a lesson's MDX that other files refer to, or that refer to other files. */
export interface LessonOutline {
  headings: { id: string; text: string }[];
  tags: Tag[];
}

export interface Tag {
  name: string;
  attributes: Record<string, string>;
  /** 1-based, in the text that was read. */
  line: number;
}

/** Reads line by line; what stands in a fenced code block is left alone. */
export function readLesson(text: string): LessonOutline {
  const outside = withoutFences(text);
  const used = new Map<string, number>();
  const headings = [...outside.matchAll(/^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$/gm)].map(
    ([, raw = '']) => {
      const heading = plainHeading(raw);
      return { id: unique(slugOf(heading), used), text: heading };
    },
  );
  const tags = [...outside.matchAll(/<([A-Z]\w*)((?:\s+\w+="[^"]*")*)\s*\/?>/g)].map((match) => ({
    name: match[1] ?? '',
    attributes: readAttributes(match[2] ?? ''),
    line: outside.slice(0, match.index).split('\n').length,
  }));
  return { headings, tags };
}

/** As github-slugger does, which names the headings in Astro. */
export function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}

/** A second heading with the same text gets `-1`, the third `-2`. */
function unique(slug: string, used: Map<string, number>): string {
  const times = used.get(slug) ?? 0;
  used.set(slug, times + 1);
  return times === 0 ? slug : `${slug}-${times}`;
}

function plainHeading(raw: string): string {
  return raw.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/(\w+)="([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, name, value]) => [name, value]));
}

/** Blanks fenced code, line for line, so that line numbers stay true. */
function withoutFences(text: string): string {
  let fence: string | undefined;
  return text
    .split('\n')
    .map((line) => {
      const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
      if (!fence && mark) {
        fence = mark;
        return '';
      }
      if (fence && mark?.startsWith(fence) && line.trim() === mark) {
        fence = undefined;
        return '';
      }
      return fence ? '' : line;
    })
    .join('\n');
}
