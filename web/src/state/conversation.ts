/**
 * The comments under one film: what is loaded, and what the viewer does to it.
 *
 * Every comment is a signal of its own, so that a vote redraws one comment and not the page.
 */
import { signal, type Signal } from '@preact/signals';
import { api, type Api } from '../api/endpoints.ts';
import type {
  Comment,
  CommentSort,
  CommentThread,
  Reaction,
} from '../api/types.ts';
import { createPages } from './pages.ts';
import { react } from './reactions.ts';

export interface Thread {
  root: Signal<Comment>;
  /** Oldest first. */
  replies: Signal<Signal<Comment>[]>;
  /** Where the next replies begin; `undefined` before the first page was asked for. */
  cursor: string | undefined;
  loading: Signal<boolean>;
}

export type Calls = Pick<
  Api,
  'comments' | 'replies' | 'comment' | 'reply' | 'editComment' | 'deleteComment' | 'reactToComment'
>;

function threadOf({ first_replies, ...root }: CommentThread): Thread {
  return {
    root: signal(root),
    replies: signal(first_replies.map((reply) => signal(reply))),
    cursor: undefined,
    loading: signal(false),
  };
}

export function createConversation(movieId: string, sort: CommentSort, calls: Calls = api) {
  const pages = createPages<Thread>(
    async (cursor) => {
      const page = await calls.comments(movieId, sort, cursor);
      return { ...page, items: page.items.map(threadOf) };
    },
    (thread) => thread.root.peek().id,
  );
  const threads = pages.items;

  /** Brings more of a thread; what is already there (first replies, one's own) is not doubled. */
  async function loadReplies(thread: Thread): Promise<void> {
    thread.loading.value = true;
    try {
      const page = await calls.replies(thread.root.peek().id, thread.cursor);
      const have = new Map(thread.replies.peek().map((reply) => [reply.peek().id, reply]));
      for (const reply of page.items) if (!have.has(reply.id)) have.set(reply.id, signal(reply));
      // Ids are ordered by creation.
      thread.replies.value = [...have.values()].sort((a, b) => (a.peek().id < b.peek().id ? -1 : 1));
      thread.cursor = page.next;
    } finally {
      thread.loading.value = false;
    }
  }

  async function write(body: string, spoiler: boolean, key: string): Promise<Comment> {
    const comment = await calls.comment(movieId, body, spoiler, key);
    const rest = threads.peek().filter((thread) => thread.root.peek().id !== comment.id);
    threads.value = [threadOf({ ...comment, first_replies: [] }), ...rest];
    return comment;
  }

  /** `to` may itself be a reply: the answer then joins the same thread. */
  async function reply(
    thread: Thread,
    to: Comment,
    body: string,
    spoiler: boolean,
    key: string,
  ): Promise<Comment> {
    const comment = await calls.reply(to.id, body, spoiler, key);
    const have = thread.replies.peek();
    if (!have.some((other) => other.peek().id === comment.id)) {
      thread.replies.value = [...have, signal(comment)];
      thread.root.value = { ...thread.root.peek(), replies: thread.root.peek().replies + 1 };
    }
    return comment;
  }

  async function edit(comment: Signal<Comment>, body: string, spoiler: boolean): Promise<void> {
    const changed = await calls.editComment(comment.peek().id, body, spoiler);
    comment.value = { ...comment.peek(), ...changed };
  }

  /** What others answered stays as a mark without words; anything else goes. */
  async function remove(thread: Thread, comment: Signal<Comment>): Promise<void> {
    const { author, body, ...bare } = comment.peek();
    await calls.deleteComment(bare.id);
    const isRoot = comment === thread.root;
    const left = thread.replies.peek().filter((other) => other !== comment);
    const answered = isRoot
      ? bare.replies > 0
      : left.some((other) => other.peek().parent_id === bare.id);
    if (answered) comment.value = { ...bare, deleted: true };

    if (!isRoot) {
      const root = thread.root.peek();
      const replies = Math.max(0, root.replies - 1);
      thread.root.value = { ...root, replies };
      if (!answered) thread.replies.value = left;
      if (!root.deleted || replies > 0) return;
    } else if (answered) return;
    threads.value = threads.peek().filter((other) => other !== thread);
  }

  function vote(comment: Signal<Comment>, pressed: Reaction): Promise<void> {
    const { id } = comment.peek();
    return react(comment, { own: false, can_edit: false }, pressed, (value) =>
      calls.reactToComment(id, value),
    );
  }

  return {
    pages,
    threads,
    loadReplies,
    write,
    reply,
    edit,
    remove,
    vote,
  };
}

export type Conversation = ReturnType<typeof createConversation>;
