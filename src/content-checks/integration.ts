import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { checkFiles } from './check-files.ts';
import { checkLinks } from './check-links.ts';
import { checkQuestions } from './check-questions.ts';
import { checkReferences } from './check-references.ts';
import { readContent } from './content-files.ts';

/**
 * Checks that need more than one file. A build with a mistake in content/
 * fails with every mistake at once; `npm run dev` says it and goes on.
 */
export function contentChecks(): AstroIntegration {
  let root = '.';
  const mistakes = () => {
    const content = readContent(root);
    return [...checkFiles(content), ...checkReferences(content), ...checkQuestions(content)];
  };
  return {
    name: 'content-checks',
    hooks: {
      'astro:config:setup': ({ config, command }) => {
        root = fileURLToPath(config.root);
        if (command === 'build') failOn(mistakes());
      },
      'astro:server:start': ({ logger }) => {
        for (const mistake of mistakes()) logger.warn(mistake);
      },
      'astro:build:done': ({ dir }) => {
        const { pages, files } = readBuilt(fileURLToPath(dir));
        failOn(checkLinks(pages, files));
      },
    },
  };
}

function failOn(mistakes: string[]): void {
  if (mistakes.length === 0) return;
  const count = mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`;
  throw new Error(
    `content/ has ${count}.\n\n${mistakes.map((text) => `  · ${text}`).join('\n')}\n`,
  );
}

function readBuilt(dist: string) {
  const names = readdirSync(dist, { recursive: true, encoding: 'utf8' });
  const pages = names
    .filter((name) => name.endsWith('.html'))
    .map((name) => ({
      address: `/${name.replace(/(?:^|(?<=\/))index\.html$/, '')}`,
      html: readFileSync(`${dist}/${name}`, 'utf8'),
    }));
  return { pages, files: new Set(names.map((name) => `/${name}`)) };
}
