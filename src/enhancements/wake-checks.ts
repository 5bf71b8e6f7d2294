/**
 * The checks stand at the end of a lesson: their script is fetched while they are
 * a screen away, so that the beginning of a lesson does not wait for it.
 */
const watcher = new IntersectionObserver(
  (entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watcher.disconnect();
    void import('./checks.ts');
  },
  { rootMargin: '100% 0px' },
);
for (const checks of document.querySelectorAll('.checks')) watcher.observe(checks);
