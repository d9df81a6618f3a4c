/**
 * Who the viewer talks with, and how much waits to be read.
 *
 * The server counts; between its counts, frames add and take away. A count says up to which
 * message it was taken, so that one that comes late, or a frame that comes twice, changes nothing.
 */
import type { Conversations, Message, Person } from '../../api/types.ts';

export interface Row {
  readonly user: Person;
  readonly last: Message;
  /** The server's count of what was unread up to and with `countedTo`. */
  readonly counted: number;
  readonly countedTo: string;
  /** Theirs that came after the count. */
  readonly fresh: readonly string[];
  readonly seenTo: string;
}

export interface Tally {
  readonly me: string;
  /** Newest first. */
  readonly rows: readonly Row[];
  /** Unread in conversations that are not among the rows. */
  readonly elsewhere: number;
  /** How far the viewer saw, by the other's id: it may be told before there is a row. */
  readonly seen: ReadonlyMap<string, string>;
}

export const newTally = (me: string): Tally => ({ me, rows: [], elsewhere: 0, seen: new Map() });

/** The server counts no further. */
const most = 999;

export function unreadOf({ counted, countedTo, fresh, seenTo }: Row): number {
  const old = seenTo >= countedTo ? 0 : counted;
  return Math.min(most, old + fresh.filter((id) => id > seenTo).length);
}

export function unreadTotal({ rows, elsewhere }: Tally): number {
  return Math.min(most, rows.reduce((sum, row) => sum + unreadOf(row), elsewhere));
}

const newestFirst = (rows: readonly Row[]) => [...rows].sort((a, b) => (a.last.id < b.last.id ? 1 : -1));

/** The same message with more marks, or a newer one. */
function lastOf(old: Message, fresh: Message): Message {
  if (old.id > fresh.id) return old;
  return old.id === fresh.id ? { ...old, ...fresh } : fresh;
}

/** Takes a page of the server's list; the `first` says what the sum of all is. */
export function listed(tally: Tally, page: Conversations, first: boolean): Tally {
  const known = new Map(tally.rows.map((row) => [row.user.id, row]));
  for (const { user, last_message, unread } of page.items) {
    const old = known.get(user.id);
    const countedTo = last_message.id;
    // An answer that was overtaken by a later one.
    if (old && countedTo < old.countedTo) continue;
    known.set(user.id, {
      user,
      last: old ? lastOf(old.last, last_message) : last_message,
      counted: unread,
      countedTo,
      fresh: (old?.fresh ?? []).filter((id) => id > countedTo),
      seenTo: tally.seen.get(user.id) ?? '',
    });
  }
  const rows = newestFirst([...known.values()]);
  const counted = page.items.reduce((sum, { unread }) => sum + unread, 0);
  if (!first) return { ...tally, rows, elsewhere: Math.max(0, tally.elsewhere - counted) };
  const onPage = new Set(page.items.map(({ user }) => user.id));
  const others = tally.rows.filter(({ user }) => !onPage.has(user.id));
  const unreadOfOthers = others.reduce((sum, row) => sum + unreadOf(row), 0);
  return { ...tally, rows, elsewhere: Math.max(0, page.unread_total - counted - unreadOfOthers) };
}

function changeRow(tally: Tally, userId: string, change: (row: Row) => Row): Tally {
  return { ...tally, rows: newestFirst(tally.rows.map((row) => (row.user.id === userId ? change(row) : row))) };
}

export const hasRow = ({ rows }: Tally, userId: string) => rows.some(({ user }) => user.id === userId);

/** With whom a message is exchanged. */
export const partnerIn = (me: string, { from, to }: Message) => (from === me ? to : from);

export function arrived(tally: Tally, message: Message): Tally {
  return changeRow(tally, partnerIn(tally.me, message), (row) => {
    const isNew =
      message.from !== tally.me && message.id > row.countedTo && !row.fresh.includes(message.id);
    return {
      ...row,
      last: lastOf(row.last, message),
      fresh: isNew ? [...row.fresh, message.id] : row.fresh,
    };
  });
}

export function seen(tally: Tally, userId: string, upTo: string): Tally {
  // One that comes late says nothing new.
  if (upTo <= (tally.seen.get(userId) ?? '')) return tally;
  const seenTo = upTo;
  const told = { ...tally, seen: new Map(tally.seen).set(userId, seenTo) };
  return changeRow(told, userId, (row) => ({
    ...row,
    seenTo,
    // Where the last word is the viewer's own, nothing says how many of theirs are before it: most likely none is left.
    counted: row.last.from === tally.me ? 0 : row.counted,
    fresh: row.fresh.filter((id) => id > seenTo),
  }));
}

/** When that is seen, how much of what the server counted is left, only the server knows. */
export function asksForCount({ rows }: Tally, userId: string, upTo: string): boolean {
  const row = rows.find(({ user }) => user.id === userId);
  return row !== undefined && row.counted > 0 && upTo > row.seenTo && upTo < row.countedTo;
}

export function marked(tally: Tally, userId: string, upTo: string, mark: 'delivered_at' | 'read_at', at: string): Tally {
  return changeRow(tally, userId, (row) =>
    row.last.from === tally.me && row.last.id <= upTo && row.last[mark] === undefined
      ? { ...row, last: { ...row.last, [mark]: at } }
      : row,
  );
}
