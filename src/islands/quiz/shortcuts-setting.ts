/** Whether single keys answer the quiz (WCAG 2.1.4: they can be switched off). */
const KEY = 'chunk-by-chunk:quiz-shortcuts';

export function loadShortcuts(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

export function storeShortcuts(isOn: boolean): void {
  try {
    localStorage.setItem(KEY, isOn ? 'on' : 'off');
  } catch {
    // Storage is off in this browser: the choice holds for this page.
  }
}
