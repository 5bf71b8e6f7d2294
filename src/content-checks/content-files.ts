import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';

/** One file of content/. */
export interface ContentFile {
  /** As a writer names it: `content/questions/polling.yaml`. */
  path: string;
  /** The file's name without number and ending: a lesson's slug, an experiment's id. */
  name: string;
  text: string;
  /** Its YAML or JSON, for a lesson that between the two `---`. */
  data?: unknown;
  /** Why the YAML cannot be read. */
  syntaxError?: string;
}

export interface Content {
  lessons: ContentFile[];
  experiments: ContentFile[];
  questions: ContentFile[];
  matrix: ContentFile[];
  captures: ContentFile[];
  concepts: ContentFile[];
}

export function readContent(root: string): Content {
  return {
    lessons: readFolder(root, 'content/lessons', '.mdx'),
    experiments: readFolder(root, 'content/experiments', '.yaml'),
    questions: readFolder(root, 'content/questions', '.yaml'),
    matrix: readFolder(root, 'content', 'decision-matrix.yaml'),
    captures: readFolder(root, 'content/captures', '.json'),
    concepts: readFolder(root, 'content', 'concepts.yaml'),
  };
}

export function contentFile(path: string, text: string): ContentFile {
  const name = basename(path)
    .replace(/^\d+-/, '')
    .replace(/\.\w+$/, '');
  const yaml = path.endsWith('.yaml') ? text : /^---\n(.*?)^---$/ms.exec(text)?.[1];
  try {
    const data = path.endsWith('.json') ? JSON.parse(text) : parse(yaml ?? '');
    return { path, name, text, data };
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return { path, name, text, syntaxError: reason };
  }
}

function readFolder(root: string, folder: string, ending: string): ContentFile[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) =>
      contentFile(`${folder}/${name}`, readFileSync(join(root, folder, name), 'utf8')),
    );
}
