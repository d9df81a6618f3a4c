import { expect, it, vi } from 'vitest';
import type { Comment, CommentThread } from '../api/types.ts';
import { createConversation, type Calls } from './conversation.ts';

const comment = (id: string, more: Partial<Comment> = {}): Comment => ({
  id,
  movie_id: 'm',
  author: { id: 'u', name: 'Ana' },
  body: id,
  spoiler: false,
  created_at: '2026-01-01T00:00:00Z',
  deleted: false,
  reactions: { likes: 0, dislikes: 0 },
  replies: 0,
  ...more,
});

const root = (id: string, replies: Comment[], total = replies.length): CommentThread => ({
  ...comment(id, { replies: total }),
  first_replies: replies,
});

function calls(more: Partial<Calls> = {}): Calls {
  const unexpected = () => Promise.reject(new Error('unexpected call'));
  return {
    comments: unexpected,
    oneComment: unexpected,
    replies: unexpected,
    comment: unexpected,
    reply: unexpected,
    editComment: unexpected,
    deleteComment: () => Promise.resolve(undefined),
    reactToComment: unexpected,
    muteThread: unexpected,
    unmuteThread: unexpected,
    ...more,
  };
}

async function loaded(items: CommentThread[], more: Partial<Calls> = {}) {
  const conversation = createConversation(
    'm',
    'top',
    calls({ comments: () => Promise.resolve({ items }), ...more }),
  );
  await conversation.pages.loadMore();
  const [thread] = conversation.threads.value;
  if (!thread) throw new Error('nothing loaded');
  return { conversation, thread };
}

const ids = (list: readonly { value: Comment }[]) => list.map((one) => one.value.id);

it('does not show a comment twice that moved to the next page', async () => {
  const pages = [
    { items: [root('1', []), root('2', [])], next: 'c' },
    { items: [root('2', []), root('3', [])] },
  ];
  const comments = vi.fn(() => Promise.resolve(pages.shift() ?? { items: [] }));
  const conversation = createConversation('m', 'top', calls({ comments }));
  await conversation.pages.loadMore();
  await conversation.pages.loadMore();
  expect(ids(conversation.threads.value.map((thread) => thread.root))).toEqual(['1', '2', '3']);
  expect(comments).toHaveBeenLastCalledWith('m', 'top', 'c');
});

it('unfolds a thread around what is already there', async () => {
  const replies = ['a', 'b', 'c', 'd', 'e'].map((id) => comment(id, { root_id: '1', parent_id: '1' }));
  const own = comment('f', { root_id: '1', parent_id: '1' });
  const { conversation, thread } = await loaded([root('1', replies.slice(0, 3), 5)], {
    reply: () => Promise.resolve(own),
    replies: () => Promise.resolve({ items: replies }),
  });
  await conversation.reply(thread, thread.root.value, 'f', false, 'k');
  expect(thread.root.value.replies).toBe(6);
  await conversation.loadReplies(thread);
  expect(ids(thread.replies.value)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

it('counts a repeated answer to the same reply once', async () => {
  const own = comment('f', { root_id: '1', parent_id: '1' });
  const { conversation, thread } = await loaded([root('1', [])], { reply: () => Promise.resolve(own) });
  await conversation.reply(thread, thread.root.value, 'f', false, 'k');
  await conversation.reply(thread, thread.root.value, 'f', false, 'k');
  expect(thread.root.value.replies).toBe(1);
});

it('removes a comment nobody answered and leaves a mark where one was', async () => {
  const reply = comment('a', { root_id: '1', parent_id: '1' });
  const { conversation, thread } = await loaded([root('1', [reply]), root('2', [])]);
  await conversation.remove(thread, thread.root);
  expect(thread.root.value).toMatchObject({ deleted: true });
  expect(thread.root.value.body).toBeUndefined();
  expect(thread.root.value.author).toBeUndefined();

  const second = conversation.threads.value[1];
  if (!second) throw new Error('the second thread is gone');
  await conversation.remove(second, second.root);
  expect(conversation.threads.value).toEqual([thread]);
});

it('takes a marked thread away with its last reply', async () => {
  const reply = comment('a', { root_id: '1', parent_id: '1' });
  const { conversation, thread } = await loaded([root('1', [reply])]);
  await conversation.remove(thread, thread.root);
  const [last] = thread.replies.value;
  if (!last) throw new Error('the reply is gone');
  await conversation.remove(thread, last);
  expect(conversation.threads.value).toEqual([]);
});

it('puts a new comment first and keeps the key of a retry', async () => {
  const write = vi.fn(() => Promise.resolve(comment('9')));
  const { conversation } = await loaded([root('1', [])], { comment: write });
  await conversation.write('hola', false, 'k');
  await conversation.write('hola', false, 'k');
  expect(ids(conversation.threads.value.map((thread) => thread.root))).toEqual(['9', '1']);
  expect(write).toHaveBeenCalledWith('m', 'hola', false, 'k');
});

it('brings the thread of a sought reply before the others, with the reply in it', async () => {
  const sought = comment('7', { root_id: '2', parent_id: '2' });
  const others = ['3', '4'].map((id) => comment(id, { root_id: '2', parent_id: '2' }));
  const oneComment = (id: string) =>
    Promise.resolve(id === '7' ? sought : comment('2', { replies: 30 }));
  const { conversation } = await loaded([root('1', [])], {
    oneComment,
    replies: () => Promise.resolve({ items: others, next: 'c' }),
  });
  await conversation.bring('7');
  expect(ids(conversation.threads.value.map((thread) => thread.root))).toEqual(['2', '1']);
  const [first] = conversation.threads.value;
  expect(first && ids(first.replies.value)).toEqual(['3', '4', '7']);
});

it('knows that no more replies come, whatever the count tells of others', async () => {
  const replies = ['a', 'b', 'c'].map((id) => comment(id, { root_id: '1', parent_id: '1' }));
  const { conversation, thread } = await loaded([root('1', replies, 5)], {
    replies: () => Promise.resolve({ items: replies }),
  });
  expect(thread.complete.value).toBe(false);
  await conversation.loadReplies(thread);
  expect(thread.complete.value).toBe(true);
});

it('mutes a thread with all that stands in it', async () => {
  const reply = comment('a', { root_id: '1', parent_id: '1' });
  const muteThread = vi.fn(() => Promise.resolve(undefined));
  const { conversation, thread } = await loaded([root('1', [reply])], { muteThread });
  await conversation.mute(thread, true);
  expect(muteThread).toHaveBeenCalledWith('1');
  expect(thread.root.value.mine?.muted).toBe(true);
  expect(thread.replies.value[0]?.value.mine?.muted).toBe(true);
});
