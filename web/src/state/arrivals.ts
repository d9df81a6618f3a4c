/** What others say about a film while somebody reads: threads wait to be asked for, replies join open ones. */
import { computed, signal } from '@preact/signals';
import { api, type Api } from '../api/endpoints.ts';
import type { Comment, CommentThread } from '../api/types.ts';
import { threadOf, type Conversation, type Thread } from './conversation.ts';

export interface ArrivalsHost {
  movieId: string;
  me: string;
  conversation: Pick<Conversation, 'threads' | 'pages'>;
  /** Living comments of the film are more by this many. */
  onCount: (change: number) => void;
  calls?: Pick<Api, 'comments'>;
}

/** This browser's clock may be off by so much. */
const doubtMs = 60_000;

export function createArrivals({ movieId, me, conversation, onCount, calls = api }: ArrivalsHost) {
  const { threads, pages } = conversation;
  const heard = new Set<string>();
  const came = signal<readonly Comment[]>([]);
  /** The newest that was asked for; before that, only the time tells what is new. */
  let since: string | undefined;

  const threadWith = (rootId: string): Thread | undefined =>
    threads.peek().find(({ root }) => root.peek().id === rootId);

  /** Newest first; without those that came by another way meanwhile. */
  const waiting = computed(() => {
    const shown = new Set(threads.value.map(({ root }) => root.value.id));
    return came.value.filter(({ id }) => !shown.has(id));
  });

  function hear(comment: Comment): void {
    const { id, root_id, author, deleted } = comment;
    if (heard.has(id) || deleted || author?.id === me) return;
    heard.add(id);
    if (root_id === undefined) {
      if (threadWith(id)) return;
      came.value = [comment, ...came.peek()];
      onCount(1);
      return;
    }
    const thread = threadWith(root_id);
    if (thread?.replies.peek().some((reply) => reply.peek().id === id)) return;
    onCount(1);
    if (!thread) {
      came.value = came.peek().map((one) => (one.id === root_id ? { ...one, replies: one.replies + 1 } : one));
      return;
    }
    const root = thread.root.peek();
    thread.root.value = { ...root, replies: root.replies + 1 };
    // In one that is folded, the count tells.
    if (thread.complete.peek()) thread.replies.value = [...thread.replies.peek(), signal(comment)];
  }

  function isNew({ id, created_at }: Comment): boolean {
    if (since !== undefined) return id > since;
    const known = threads.peek().every(({ root }) => root.peek().id < id);
    return known && Date.parse(created_at) > pages.bornAt - doubtMs;
  }

  /** Replies that were written meanwhile show as more that can be unfolded. */
  function compare({ first_replies, ...root }: CommentThread): void {
    const thread = threadWith(root.id);
    const more = thread ? root.replies - thread.root.peek().replies : 0;
    if (!thread || more <= 0) return;
    thread.root.value = { ...thread.root.peek(), replies: root.replies };
    thread.complete.value = false;
    onCount(more);
  }

  /** Asks for what nobody pushed. */
  async function ask(): Promise<void> {
    const { items } = await calls.comments(movieId, 'newest');
    const fresh = items.filter(isNew);
    const newest = items[0]?.id;
    if (newest !== undefined && newest > (since ?? '')) since = newest;
    for (const item of items) compare(item);
    // The oldest first, so that the newest ends on top.
    for (const { first_replies, ...comment } of fresh.reverse()) hear(comment);
  }

  function show(): void {
    threads.value = [
      ...waiting.peek().map((comment) => {
        const thread = threadOf({ ...comment, first_replies: [] });
        thread.complete.value = comment.replies === 0;
        return thread;
      }),
      ...threads.peek(),
    ];
    came.value = [];
  }

  return { waiting, hear, ask, show };
}
