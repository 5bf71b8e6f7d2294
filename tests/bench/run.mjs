// `npm run bench`: the bench itself needs the Node of this project, which npm has
// put beside the other packages; this file runs on any Node and starts it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const node = path('../../node_modules/.bin/node');
const { status } = spawnSync(node, [path('bench.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
