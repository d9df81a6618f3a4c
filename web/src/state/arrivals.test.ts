import { signal } from '@preact/signals';
import { describe, expect, it, vi } from 'vitest';
import type { Comment, CommentThread } from '../api/types.ts';
import { createArrivals } from './arrivals.ts';
import { threadOf, type Thread } from './conversation.ts';

const bornAt = Date.parse('2026-01-02T00:00:00Z');

const comment = (id: string, more: Partial<Comment> = {}): Comment => ({
  id,
  movie_id: 'm',
  author: { id: 'u', name: 'Ana' },
  body: id,
  spoiler: false,
  created_at: '2026-01-02T00:01:00Z',
  deleted: false,
  reactions: { likes: 0, dislikes: 0 },
  replies: 0,
  ...more,
});
const reply = (id: string, root: string) => comment(id, { parent_id: root, root_id: root });
const thread = (id: string, replies: Comment[] = [], more: Partial<Comment> = {}): CommentThread => ({
  ...comment(id, { replies: replies.length, ...more }),
  first_replies: replies,
});

function world(loaded: CommentThread[] = [thread('5')]) {
  const threads = signal<Thread[]>(loaded.map(threadOf));
  const onCount = vi.fn();
  let stored: CommentThread[] = [];
  const arrivals = createArrivals({
    movieId: 'm',
    me: 'me',
    conversation: { threads, pages: { bornAt } as never },
    onCount,
    calls: { comments: () => Promise.resolve({ items: stored }) },
  });
  return {
    ...arrivals,
    threads,
    onCount,
    store: (items: CommentThread[]) => (stored = items),
    waits: () => arrivals.waiting.value.map(({ id }) => id),
    shown: () => threads.value.map(({ root }) => root.value.id),
    repliesOf: (at: number) => threads.value[at]?.replies.value.map((one) => one.value.id),
  };
}

describe('a comment of somebody else', () => {
  it('waits until it is asked for, and counts at once', () => {
    const here = world();
    here.hear(comment('6'));
    here.hear(comment('7'));
    here.hear(comment('6'));
    expect(here.waits()).toEqual(['7', '6']);
    expect(here.shown()).toEqual(['5']);
    expect(here.onCount).toHaveBeenCalledTimes(2);
    here.show();
    expect(here.shown()).toEqual(['7', '6', '5']);
    expect(here.waits()).toEqual([]);
  });

  it('does not wait if it is here already, or comes by another way', () => {
    const here = world();
    here.hear(comment('5'));
    expect(here.waits()).toEqual([]);
    here.hear(comment('6'));
    here.threads.value = [threadOf(thread('6')), ...here.threads.value];
    expect(here.waits()).toEqual([]);
  });

  it('is not my own, which is here by the answer to it', () => {
    const here = world();
    here.hear(comment('6', { author: { id: 'me', name: 'Yo' } }));
    expect(here.waits()).toEqual([]);
    expect(here.onCount).not.toHaveBeenCalled();
  });
});

describe('a reply', () => {
  it('joins a thread that is open, once', () => {
    const here = world([thread('5', [reply('51', '5')])]);
    here.hear(reply('52', '5'));
    here.hear(reply('52', '5'));
    here.hear(reply('51', '5'));
    expect(here.repliesOf(0)).toEqual(['51', '52']);
    expect(here.threads.value[0]?.root.value.replies).toBe(2);
  });

  it('only counts in one that is folded', () => {
    const here = world([thread('5', [reply('51', '5'), reply('52', '5'), reply('53', '5')], { replies: 9 })]);
    here.hear(reply('99', '5'));
    expect(here.repliesOf(0)).toEqual(['51', '52', '53']);
    expect(here.threads.value[0]?.root.value.replies).toBe(10);
  });

  it('to a comment that waits is there to unfold once that is shown', () => {
    const here = world();
    here.hear(comment('6'));
    here.hear(reply('61', '6'));
    here.show();
    expect(here.threads.value[0]?.root.value.replies).toBe(1);
    expect(here.threads.value[0]?.complete.value).toBe(false);
  });
});

describe('asking, where nothing is pushed', () => {
  it('finds what came since the page was loaded, not what was on a later page of it', async () => {
    const here = world();
    here.store([thread('8'), thread('7', [], { created_at: '2025-12-01T00:00:00Z' }), thread('5'), thread('4')]);
    await here.ask();
    expect(here.waits()).toEqual(['8']);
    here.store([thread('9'), thread('8'), thread('5')]);
    await here.ask();
    expect(here.waits()).toEqual(['9', '8']);
  });

  it('finds replies as more to unfold', async () => {
    const here = world([thread('5', [reply('51', '5')])]);
    here.store([thread('5', [reply('51', '5'), reply('52', '5'), reply('53', '5')])]);
    await here.ask();
    expect(here.threads.value[0]?.root.value.replies).toBe(3);
    expect(here.threads.value[0]?.complete.value).toBe(false);
    expect(here.onCount).toHaveBeenCalledWith(2);
  });
});
