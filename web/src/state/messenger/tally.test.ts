import { describe, expect, it } from 'vitest';
import type { Conversations, Message } from '../../api/types.ts';
import { arrived, asksForCount, listed, marked, newTally, seen, unreadOf, unreadTotal, type Tally } from './tally.ts';

const message = (id: string, from: string, to: string): Message => ({
  id,
  client_id: id,
  from,
  to,
  text: id,
  sent_at: '2026-01-01T00:00:00Z',
});
const from = (who: string, id: string) => message(id, who, 'me');
const to = (who: string, id: string) => message(id, 'me', who);

const page = (rows: [who: string, last: Message, unread: number][], total?: number, next?: string): Conversations => ({
  items: rows.map(([id, last_message, unread]) => ({ user: { id, name: id, online: false }, last_message, unread })),
  unread_total: total ?? rows.reduce((sum, [, , unread]) => sum + unread, 0),
  ...(next !== undefined && { next }),
});

const start = listed(newTally('me'), page([['ana', from('ana', '5'), 2], ['teo', to('teo', '3'), 0]], 6), true);
const unread = (tally: Tally) => Object.fromEntries(tally.rows.map((row) => [row.user.id, unreadOf(row)]));

describe('unread', () => {
  it('is what the server counted, with what is on no page yet', () => {
    expect(unread(start)).toEqual({ ana: 2, teo: 0 });
    expect(unreadTotal(start)).toBe(6);
  });

  it('grows with each message of theirs, once', () => {
    const twice = arrived(arrived(start, from('ana', '7')), from('ana', '7'));
    expect(unread(twice)).toEqual({ ana: 3, teo: 0 });
    expect(unreadTotal(twice)).toBe(7);
  });

  it('does not grow with what was counted already, nor with what I write', () => {
    expect(unread(arrived(arrived(start, from('ana', '4')), to('ana', '8')))).toEqual({ ana: 2, teo: 0 });
  });

  it('is gone once seen, also where the message comes after the mark', () => {
    expect(unread(arrived(seen(start, 'ana', '7'), from('ana', '7')))).toEqual({ ana: 0, teo: 0 });
    expect(unread(seen(arrived(start, from('ana', '7')), 'ana', '7'))).toEqual({ ana: 0, teo: 0 });
  });

  it('is gone though it was seen before the list came', () => {
    const late = listed(seen(newTally('me'), 'ana', '5'), page([['ana', from('ana', '5'), 2]]), true);
    expect(unread(late)).toEqual({ ana: 0 });
  });

  it('keeps what came after what was seen', () => {
    const later = arrived(arrived(start, from('ana', '7')), from('ana', '9'));
    expect(unread(seen(later, 'ana', '7'))).toEqual({ ana: 1, teo: 0 });
  });

  it('is not raised again by a list that was asked for before it was seen', () => {
    const late = listed(seen(start, 'ana', '5'), page([['ana', from('ana', '5'), 2]], 6), true);
    expect(unread(late)).toEqual({ ana: 0, teo: 0 });
  });

  it('does not count a push twice that a new list counts', () => {
    const again = listed(arrived(start, from('ana', '7')), page([['ana', from('ana', '7'), 3]], 7), true);
    expect(unread(again)).toEqual({ ana: 3, teo: 0 });
  });

  it('keeps a push that a slower list does not know', () => {
    const again = listed(arrived(start, from('ana', '7')), page([['ana', from('ana', '5'), 2]], 6), true);
    expect(unread(again)).toEqual({ ana: 3, teo: 0 });
    expect(again.rows[0]?.last.id).toBe('7');
  });

  it('is not taken from a list that was overtaken', () => {
    const now = listed(start, page([['ana', from('ana', '9'), 4]], 8), true);
    expect(unread(listed(now, page([['ana', from('ana', '5'), 2]], 6), true))).toEqual({ ana: 4, teo: 0 });
  });

  it('moves from elsewhere to its row with the next page', () => {
    const more = listed(start, page([['eva', from('eva', '1'), 3]], 6), false);
    expect(unread(more)).toEqual({ ana: 2, teo: 0, eva: 3 });
    expect(unreadTotal(more)).toBe(6);
    expect(unreadTotal(listed(more, page([['ana', from('ana', '5'), 2]], 6), true))).toBe(6);
  });

  it('wants a new count when a part of the last one is seen', () => {
    expect(asksForCount(start, 'ana', '4')).toBe(true);
    expect(asksForCount(start, 'ana', '5')).toBe(false);
    expect(asksForCount(start, 'teo', '2')).toBe(false);
    expect(asksForCount(seen(start, 'ana', '4'), 'ana', '4')).toBe(false);
  });

  it('is taken to be gone when the last word is mine, until a new count says otherwise', () => {
    const mine = listed(newTally('me'), page([['ana', to('ana', '9'), 3]]), true);
    expect(asksForCount(mine, 'ana', '7')).toBe(true);
    expect(unread(seen(mine, 'ana', '7'))).toEqual({ ana: 0 });
    expect(unread(listed(seen(mine, 'ana', '7'), page([['ana', to('ana', '9'), 1]]), true))).toEqual({ ana: 1 });
  });
});

describe('the list', () => {
  it('has the newest first', () => {
    expect(arrived(start, to('teo', '8')).rows.map(({ user }) => user.id)).toEqual(['teo', 'ana']);
  });

  it('marks the last message if it is mine and the mark reaches it', () => {
    const at = '2026-01-01T00:00:09Z';
    expect(marked(start, 'teo', '3', 'read_at', at).rows[1]?.last.read_at).toBe(at);
    expect(marked(start, 'teo', '2', 'read_at', at).rows[1]?.last.read_at).toBeUndefined();
    expect(marked(start, 'ana', '5', 'read_at', at).rows[0]?.last.read_at).toBeUndefined();
  });
});
