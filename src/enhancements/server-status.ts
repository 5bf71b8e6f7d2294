import { fetchOrigins } from '../transports/origins.ts';

/** The pill in the header: says whether the live server answers, and over what. */
const pill = document.querySelector<HTMLElement>('[data-server-status]');
const text = document.querySelector<HTMLElement>('[data-server-status-text]');

async function refresh(): Promise<void> {
  if (!pill || !text || document.hidden) return;
  const origins = await fetchOrigins();
  const protocols = [origins?.h1.up && 'http/1.1', origins?.h2?.up && 'h2'].filter(Boolean);
  pill.dataset.state = protocols.length > 0 ? 'up' : 'down';
  text.textContent =
    protocols.length > 0 ? `live server · ${protocols.join(' + ')}` : 'live server · off';
}

void refresh();
// A page in the background asks nothing; it asks again when it is looked at.
document.addEventListener('visibilitychange', () => void refresh());
