/** The list of conversations of one person, and how much of it is unread: asked for, and kept right between askings. */
import { signal } from '@preact/signals';
import type { Messenger } from '../../api/messenger.ts';
import type { Conversations, Message } from '../../api/types.ts';
import type { Status } from '../pages.ts';
import { arrived, hasRow, isUncertain, listed, marked, newTally, partnerIn, seen, unreadOf, type Tally } from './tally.ts';

export interface InboxHost {
  calls: Pick<Messenger, 'conversations'>;
  after: (ms: number, run: () => void) => () => void;
  onPage: (page: Conversations) => void;
  onChange: (tally: Tally) => void;
}

/** Several frames at once ask for one list. */
const gatherMs = 250;

export function createInbox(me: string, host: InboxHost) {
  const tally = signal<Tally>(newTally(me));
  const status = signal<Status>('loading');
  const failure = signal<unknown>(undefined);
  const hasMore = signal(false);
  let cursor: string | undefined;
  let asking: Promise<void> | undefined;
  /** How often it was asked for: once more meanwhile is one more round. */
  let asked = 0;
  let cancelSoon: (() => void) | undefined;
  let stopped = false;
  const isStopped = () => stopped;

  function update(change: (now: Tally) => Tally): void {
    tally.value = change(tally.peek());
    host.onChange(tally.peek());
  }

  async function ask(): Promise<void> {
    try {
      const page = await host.calls.conversations();
      if (isStopped()) return;
      if (status.peek() !== 'ready') {
        cursor = page.next;
        hasMore.value = cursor !== undefined;
      }
      update((now) => listed(now, page, true));
      status.value = 'ready';
      host.onPage(page);
    } catch (error) {
      failure.value = error;
      if (status.peek() !== 'ready') status.value = 'error';
    }
  }

  async function rounds(): Promise<void> {
    let answered: number;
    do {
      answered = asked;
      await ask();
    } while (answered !== asked && !isStopped());
  }

  /** Asks for the newest conversations. */
  function refresh(): Promise<void> {
    asked += 1;
    if (asking) return asking;
    if (status.peek() === 'error') status.value = 'loading';
    asking = rounds().finally(() => (asking = undefined));
    return asking;
  }

  function refreshSoon(): void {
    cancelSoon?.();
    cancelSoon = host.after(gatherMs, () => void refresh());
  }

  async function more(): Promise<void> {
    if (cursor === undefined) return;
    const page = await host.calls.conversations(cursor);
    cursor = page.next;
    hasMore.value = cursor !== undefined;
    update((now) => listed(now, page, false));
    host.onPage(page);
  }

  /** A message came or was sent. Who writes for the first time, only the list tells. */
  function note(message: Message): void {
    if (hasRow(tally.peek(), partnerIn(me, message))) update((now) => arrived(now, message));
    else refreshSoon();
  }

  const seenToOf = (partner: string) => tally.peek().rows.find(({ user }) => user.id === partner)?.seenTo;

  /** The viewer saw theirs up to there; `unread` is what the server says is left. */
  function noteSeen(partner: string, upTo: string, unread?: number): void {
    const before = seenToOf(partner);
    update((now) => seen(now, partner, upTo));
    const row = tally.peek().rows.find(({ user }) => user.id === partner);
    if (!row) return;
    const unsure = row.seenTo !== before && isUncertain(tally.peek(), partner);
    if (unsure || (unread !== undefined && unread !== unreadOf(row))) refreshSoon();
  }

  function noteMark(partner: string, upTo: string, mark: 'delivered_at' | 'read_at'): void {
    update((now) => marked(now, partner, upTo, mark, new Date().toISOString()));
  }

  return {
    me,
    tally,
    status,
    failure,
    hasMore,
    refresh,
    more,
    note,
    noteSeen,
    noteMark,
    stop(): void {
      stopped = true;
      cancelSoon?.();
    },
  };
}

export type Inbox = ReturnType<typeof createInbox>;
