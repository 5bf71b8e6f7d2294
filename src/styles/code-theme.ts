import { createCssVariablesTheme } from 'shiki';

/** Code wears the colours of tokens.css (`--shiki-…`), so that both themes come from one highlighting. */
export const codeTheme = createCssVariablesTheme({ name: 'ink', variablePrefix: '--shiki-' });
