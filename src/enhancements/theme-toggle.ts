/** The button in the header: switches the theme and remembers it in this browser. */
const button = document.querySelector<HTMLButtonElement>('[data-theme-toggle]');

function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

if (button) {
  button.dataset.ready = '';
  button.addEventListener('click', () => {
    const theme = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem('theme', theme);
    } catch {
      // Storage is off in this browser: the theme holds for this page.
    }
  });
}
