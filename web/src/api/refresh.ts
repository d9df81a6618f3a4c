/**
 * Renews the session once however many calls, and tabs, find it lapsed together.
 *
 * Within a tab all wait for the same promise. Between tabs a lock queues them and a
 * time mark in local storage tells the later ones that the work is done.
 */

import type { Remembered } from '../storage.ts';

export interface RefreshHost {
  now: () => number;
  locks: Pick<LockManager, 'request'> | undefined;
  marks: Pick<Remembered, 'getItem' | 'setItem'>;
}

const lock = 'km-refresh';
const mark = 'km.refreshed_at';

/** `done` runs once after each renewal, before those who wait go on. */
export function createRefresher(
  host: RefreshHost,
  send: () => Promise<unknown>,
  done: () => Promise<void>,
) {
  let running: Promise<void> | undefined;

  async function once(since: number): Promise<void> {
    if (Number(host.marks.getItem(mark) ?? 0) > since) return;
    await send();
    host.marks.setItem(mark, String(host.now()));
  }

  return {
    /** `since`: when the caller still believed in its access; a renewal after that is enough. */
    refresh(since: number): Promise<void> {
      const locked = () =>
        host.locks ? host.locks.request(lock, () => once(since)) : once(since);
      running ??= locked()
        .then(done)
        .finally(() => (running = undefined));
      return running;
    },
  };
}
