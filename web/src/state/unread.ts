/** How many notifications and messages wait. Notifications are asked for now and then while somebody looks at the page. */
import { effect, signal } from '@preact/signals';
import { api } from '../api/endpoints.ts';
import { user } from './session.ts';

export const unread = signal(0);
/** Kept by the messenger, which is fetched once somebody is signed in. */
export const unreadMessages = signal(0);
/** From here on the server counts no further. */
const unreadMost = 100;

const everyMs = 120_000;

export async function askUnread(): Promise<void> {
  if (document.hidden || !user.peek()) return;
  try {
    unread.value = (await api.notifications(undefined, 1)).unread;
  } catch {
    // A number that is a little old harms nobody; the page itself says what fails.
  }
}

/** To be called once. */
export function watchUnread(): void {
  effect(() => {
    const someone = user.value?.id;
    unread.value = 0;
    if (someone !== undefined) void askUnread();
  });
  addEventListener('visibilitychange', () => void askUnread());
  setInterval(() => void askUnread(), everyMs);
}

/** Where there is room for two digits. */
export function unreadShown(n: number): string {
  return n < unreadMost ? String(n) : `${unreadMost - 1}+`;
}
