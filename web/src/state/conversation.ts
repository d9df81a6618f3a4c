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
  /** All replies that the viewer may see are here; the count may tell of others. */
  complete: Signal<boolean>;
}

export type Calls = Pick<
  Api,
  | 'comments'
  | 'oneComment'
  | 'replies'
  | 'comment'
  | 'reply'
  | 'editComment'
  | 'deleteComment'
  | 'reactToComment'
  | 'muteThread'
  | 'unmuteThread'
>;

/** Reported in this visit. */
export const hiddenComments = signal<ReadonlySet<string>>(new Set());

export function hideComment(id: string): void {
  hiddenComments.value = new Set([...hiddenComments.peek(), id]);
}

/** So many replies come with their comment, where there are as many. */
const firstReplies = 3;
const nothingYet = { own: false, can_edit: false, muted: false };

export function threadOf({ first_replies, ...root }: CommentThread): Thread {
  return {
    root: signal(root),
    replies: signal(first_replies.map((reply) => signal(reply))),
    cursor: undefined,
    loading: signal(false),
    complete: signal(first_replies.length < firstReplies),
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
      thread.complete.value = page.next === undefined;
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
    return react(comment, nothingYet, pressed, (value) =>
      calls.reactToComment(id, value),
    );
  }

  /** The whole thread tells the viewer of new replies, or no more. */
  async function mute(thread: Thread, muted: boolean): Promise<void> {
    const { id } = thread.root.peek();
    await (muted ? calls.muteThread(id) : calls.unmuteThread(id));
    for (const comment of [thread.root, ...thread.replies.peek()]) {
      comment.value = { ...comment.peek(), mine: { ...(comment.peek().mine ?? nothingYet), muted } };
    }
  }

  /** Puts the thread of a comment that a link speaks of before all others. */
  async function bring(id: string): Promise<void> {
    const comment = await calls.oneComment(id);
    const rootId = comment.root_id ?? id;
    const root = rootId === id ? comment : await calls.oneComment(rootId);
    const known = threads.peek().find((thread) => thread.root.peek().id === rootId);
    const thread = known ?? threadOf({ ...root, first_replies: [] });
    if (root.replies > 0) await loadReplies(thread);
    const have = thread.replies.peek();
    if (rootId !== id && !have.some((reply) => reply.peek().id === id)) {
      thread.replies.value = [...have, signal(comment)];
    }
    threads.value = [thread, ...threads.peek().filter((other) => other.root.peek().id !== rootId)];
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
    mute,
    bring,
  };
}

export type Conversation = ReturnType<typeof createConversation>;
