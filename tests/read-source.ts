import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What a source file takes from elsewhere and what it does, as the rules ask for it. */
export interface Source {
  path: string;
  imports: Import[];
  /** Calls, constructions and properties by their names: `fetch()`, `new WebSocket`, `process.env`. */
  uses: string[];
}

export interface Import {
  specifier: string;
  /** Erased before anything runs. */
  typeOnly: boolean;
  /** The file as text (`?raw`), not as code. */
  raw: boolean;
}

/** Paths of the files under a folder, relative to the root, sorted. */
export function filesUnder(folder: string, extensions: string[]): string[] {
  return readdirSync(`${ROOT}/${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((path) => extensions.some((extension) => path.endsWith(extension)))
    .sort();
}

export function readText(path: string): string {
  return readFileSync(`${ROOT}/${path}`, 'utf8');
}

export function parseSource(path: string, text: string): Source {
  const source: Source = { path, imports: [], uses: [] };
  const code = path.endsWith('.astro') ? codeOfAstro(text) : text;
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  visit(ts.createSourceFile(path, code, ts.ScriptTarget.Latest, false, kind), source);
  return source;
}

/** Front matter and scripts; what is between braces in the template cannot import. */
function codeOfAstro(text: string): string {
  const frontMatter = /^\s*---\n([\s\S]*?)\n---/.exec(text)?.[1] ?? '';
  const scripts = [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]);
  return [frontMatter, ...scripts].join('\n;\n');
}

function visit(node: ts.Node, source: Source): void {
  const found = importOf(node);
  if (found) source.imports.push(...found);
  const use = useOf(node);
  if (use) source.uses.push(use);
  ts.forEachChild(node, (child) => visit(child, source));
}

/** Every way to name another module: static, re-export, dynamic, type, require and glob. */
function importOf(node: ts.Node): Import[] | undefined {
  if (ts.isImportDeclaration(node)) {
    return textOf(
      node.moduleSpecifier,
      node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
    );
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return textOf(node.moduleSpecifier, node.isTypeOnly);
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return textOf(node.argument.literal, true);
  }
  if (!ts.isCallExpression(node)) return undefined;
  const [first, options] = node.arguments;
  const callee = nameOf(node.expression);
  if (!first || (node.expression.kind !== ts.SyntaxKind.ImportKeyword && callee !== 'require')) {
    return callee === 'import.meta.glob' ? globsOf(first, options) : undefined;
  }
  return textOf(first, false);
}

function textOf(node: ts.Node, typeOnly: boolean): Import[] {
  const specifier = ts.isStringLiteralLike(node) ? node.text : '(computed)';
  return [{ specifier, typeOnly, raw: specifier.endsWith('?raw') }];
}

function globsOf(patterns: ts.Node | undefined, options: ts.Node | undefined): Import[] {
  let raw = false;
  const look = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && node.text === '?raw') raw = true;
    ts.forEachChild(node, look);
  };
  if (options) look(options);
  const items = patterns && ts.isArrayLiteralExpression(patterns) ? patterns.elements : [patterns];
  return [...items].flatMap((item) =>
    item && ts.isStringLiteralLike(item) ? [{ specifier: item.text, typeOnly: false, raw }] : [],
  );
}

function useOf(node: ts.Node): string | undefined {
  if (ts.isCallExpression(node)) return `${nameOf(node.expression)}()`;
  if (ts.isNewExpression(node)) return `new ${nameOf(node.expression)}`;
  if (ts.isPropertyAccessExpression(node)) return nameOf(node);
  return undefined;
}

/** `a.b.c` for a chain of names; the last name alone after anything else. */
function nameOf(node: ts.Node): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isMetaProperty(node)) return 'import.meta';
  if (ts.isPropertyAccessExpression(node)) return `${nameOf(node.expression)}.${node.name.text}`;
  return '';
}
