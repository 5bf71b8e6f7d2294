import { answerTo, type Progress, withLessonRead } from '../learner/progress.ts';
import { loadProgress, onProgress, updateProgress } from '../learner/progress-store.ts';

/** Remembers that a lesson was read to its end, and shows the state of lessons wherever they are listed. */
const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting || !(target instanceof HTMLElement)) continue;
    const slug = target.dataset.lessonEnd ?? '';
    void updateProgress((progress) => withLessonRead(progress, slug, Date.now()));
    watcher.unobserve(target);
  }
});
for (const end of document.querySelectorAll('[data-lesson-end]')) watcher.observe(end);

function showStates(progress: Progress): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-lesson-state]')) {
    const { lessonState: slug = '', checks = '' } = place.dataset;
    const [sign, words] = stateOf(progress, slug, checks.split(' ').filter(Boolean));
    place.innerHTML = sign
      ? `<span aria-hidden="true">${sign}</span><span class="visually-hidden"> (${words})</span>`
      : '';
  }
}

/** `checks` holds `id:fingerprint` of every check in the lesson. */
function stateOf(progress: Progress, slug: string, checks: string[]): [string, string] {
  const right = checks.filter((check) => {
    const [id = '', print = ''] = check.split(':');
    return answerTo(progress, id, print)?.right;
  }).length;
  const isRead = progress.lessonsRead.has(slug);
  if (isRead && right === checks.length) return ['✓', 'read, all checks right'];
  if (!isRead && right === 0) return ['', ''];
  const words = `${right} of ${checks.length} checks right`;
  return [`${right}/${checks.length}`, isRead ? `read, ${words}` : words];
}

showStates(await loadProgress());
onProgress(showStates);
