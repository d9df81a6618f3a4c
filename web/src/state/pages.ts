/** A list that grows page by page. */
import { signal } from '@preact/signals';
import type { Page } from '../api/types.ts';

export type Status = 'loading' | 'ready' | 'error';

export function createPages<T>(
  load: (cursor: string | undefined) => Promise<Page<T>>,
  idOf: (item: T) => string,
) {
  const items = signal<T[]>([]);
  const status = signal<Status>('loading');
  const failure = signal<unknown>(undefined);
  const more = signal(true);
  const bornAt = Date.now();
  let cursor: string | undefined;
  let asking = false;

  /** Brings the next page; calls meanwhile are one. An item that moved down a page is not shown twice. */
  async function loadMore(): Promise<void> {
    if (asking || !more.peek()) return;
    asking = true;
    status.value = 'loading';
    try {
      const page = await load(cursor);
      const known = new Set(items.peek().map(idOf));
      items.value = [...items.peek(), ...page.items.filter((item) => !known.has(idOf(item)))];
      cursor = page.next;
      more.value = page.next !== undefined;
      status.value = 'ready';
    } catch (error) {
      failure.value = error;
      status.value = 'error';
    } finally {
      asking = false;
    }
  }

  return { items, status, failure, more, bornAt, loadMore };
}

export type Pages<T> = ReturnType<typeof createPages<T>>;
