/** The list of conversations of one person, and how much of it is unread: asked for, and kept right between askings. */
import { signal } from '@preact/signals';
import type { Messenger } from '../../api/messenger.ts';
import type { Conversations, Message } from '../../api/types.ts';
import type { Status } from '../pages.ts';
import { arrived, asksForCount, hasRow, listed, marked, newTally, partnerIn, seen, unreadOf, type Tally } from './tally.ts';

export interface InboxHost {
  calls: Pick<Messenger, 'conversations'>;
  after: (ms: number, run: () => void) => () => void;
  onPage: (page: Conversations) => void;
  onChange: (tally: Tally) => void;
}

/** Several frames at once ask for one list. */
const gatherMs = 250;
/** After failures; then it waits for the next occasion. */
const retryWaits = [1000, 2000, 4000, 8000, 16_000];

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
  let failures = 0;
  let seenTimes = 0;
  let stopped = false;
  const isStopped = () => stopped;

  function update(change: (now: Tally) => Tally): void {
    tally.value = change(tally.peek());
    host.onChange(tally.peek());
  }

  async function ask(): Promise<void> {
    const before = seenTimes;
    try {
      const page = await host.calls.conversations();
      if (isStopped()) return;
      // What was seen meanwhile may be counted in it, or not.
      if (seenTimes !== before) asked += 1;
      if (status.peek() !== 'ready') {
        cursor = page.next;
        hasMore.value = cursor !== undefined;
      }
      update((now) => listed(now, page, true));
      status.value = 'ready';
      failures = 0;
      host.onPage(page);
    } catch (error) {
      failure.value = error;
      if (status.peek() !== 'ready') {
        status.value = 'error';
        return;
      }
      const wait = retryWaits[failures];
      failures += 1;
      if (wait !== undefined && !isStopped()) refreshSoon(wait);
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

  function refreshSoon(ms = gatherMs): void {
    cancelSoon?.();
    cancelSoon = host.after(ms, () => void refresh());
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
    else void refresh();
  }

  /** The viewer saw theirs up to there; `unread` is what the server says is left. */
  function noteSeen(partner: string, upTo: string, unread?: number): void {
    seenTimes += 1;
    const unsure = asksForCount(tally.peek(), partner, upTo);
    update((now) => seen(now, partner, upTo));
    const row = tally.peek().rows.find(({ user }) => user.id === partner);
    if (!row) return;
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
