import mdx from '@astrojs/mdx';
import preact from '@astrojs/preact';
import { defineConfig } from 'astro/config';
import { contentChecks } from './src/content-checks/integration.ts';
import { codeTheme } from './src/styles/code-theme.ts';

export default defineConfig({
  site: 'http://localhost:4321',
  integrations: [contentChecks(), mdx(), preact()],
  // The default, 'jsx', drops the spaces between inline elements that stand on lines of their own.
  compressHTML: true,
  markdown: {
    // `wire` and `sequence` are drawn by components/mdx/CodeBlock.astro.
    syntaxHighlight: { type: 'shiki', excludeLangs: ['wire', 'sequence'] },
    shikiConfig: { theme: codeTheme },
  },
  vite: {
    // Only `npm run dev` reads this: the live server's control side answers on a port of its own there.
    server: {
      proxy: {
        '/control': 'http://localhost:4320',
        '/healthz': 'http://localhost:4320',
      },
    },
  },
});
