/**
 * The secrets in the links of letters. They stand in the fragment, which no server sees, and
 * are taken out of the address bar, the history and what could be shared before anything shows.
 */
import { signal } from '@preact/signals';
import { tab } from '../storage.ts';

const pages = ['/reset', '/verify'] as const;
type LetterPage = (typeof pages)[number];

const key = (page: LetterPage) => `km.letter${page}`;
/** Counts the links that were followed, so that a page sees the next one. */
const followed = signal(0);

export function takeLetter(): void {
  const path = location.pathname.replace(/\/$/, '');
  const page = pages.find((one) => one === path);
  if (!page || location.hash === '') return;
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  history.replaceState(history.state, '', location.pathname + location.search);
  // Kept in the tab: whoever must sign in first, or reloads, does not need the letter again.
  if (token === null || token === '') return;
  tab.setItem(key(page), token);
  followed.value += 1;
}

/** To be called once, before the first page shows. */
export function watchLetters(): void {
  takeLetter();
  // A link that differs from the present address in its fragment alone loads nothing.
  addEventListener('hashchange', takeLetter);
}

export function letterToken(page: LetterPage): string | undefined {
  return followed.value >= 0 ? (tab.getItem(key(page)) ?? undefined) : undefined;
}

export function dropLetter(page: LetterPage): void {
  tab.removeItem(key(page));
}
