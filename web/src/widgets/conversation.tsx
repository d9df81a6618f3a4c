/** The comments of a film as a conversation. */
import './conversation.css';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CommentSort } from '../api/types.ts';
import { createConversation, type Conversation, type Thread } from '../state/conversation.ts';
import { user, viewer } from '../state/session.ts';
import { Segments } from '../ui/field.tsx';
import { Failure, Nothing } from '../ui/state.tsx';
import { failed } from '../ui/toast.tsx';
import { count, number, words } from '../words/index.ts';
import { Avatar } from './avatar.tsx';
import { CommentView } from './comment.tsx';
import { Composer, type Written } from './composer.tsx';
import { draftPlace, withAccount } from './gate.ts';

function ThreadView(props: {
  thread: Thread;
  conversation: Conversation;
  onCount: (change: number) => void;
}) {
  const { thread, conversation, onCount } = props;
  const replies = thread.replies.value;
  const living = replies.filter((reply) => !reply.value.deleted).length;
  const folded = thread.root.value.replies - living;
  return (
    <li class="thread">
      <CommentView {...{ comment: thread.root, thread, conversation, onCount }} />
      {(replies.length > 0 || folded > 0) && (
        <ul class="thread__replies">
          {replies.map((reply) => (
            <li key={reply.peek().id}>
              <CommentView {...{ comment: reply, thread, conversation, onCount }} />
            </li>
          ))}
          {folded > 0 && (
            <li>
              <button
                type="button"
                class="button button--bare thread__more"
                aria-busy={thread.loading.value}
                onClick={() => void conversation.loadReplies(thread).catch(failed)}
              >
                {count(words.value.talk.more_replies, folded)}
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

function Bones() {
  return (
    <ul aria-hidden="true">
      {[0, 1, 2].map((at) => (
        <li key={at} class="comment comment-bone">
          <span class="comment-bone__face bone" />
          <span class="comment__main">
            <span class="comment-bone__line bone" />
            <span class="comment-bone__line comment-bone__line--long bone" />
          </span>
        </li>
      ))}
    </ul>
  );
}

export function ConversationView(props: {
  movieId: string;
  total: number;
  onCount: (change: number) => void;
}) {
  const { movieId, total, onCount } = props;
  const { talk } = words.value;
  const [sort, setSort] = useState<CommentSort>('top');
  const who = viewer.value;
  const conversation = useMemo(
    () => createConversation(movieId, sort),
    // Another viewer has other votes.
    [movieId, sort, who],
  );
  const { pages, threads } = conversation;
  useEffect(() => void pages.loadMore(), [pages]);

  async function write({ body, spoiler, key }: Written): Promise<boolean> {
    const sent = await withAccount({ kind: 'comment', movieId, body, spoiler, key }, () =>
      conversation.write(body, spoiler, key),
    );
    if (sent) onCount(1);
    return sent;
  }

  const status = pages.status.value;
  const list = threads.value;
  return (
    <section class="conversation" aria-labelledby="conversation">
      <header class="conversation__head">
        <h2 id="conversation">
          {talk.heading} <span class="conversation__count">{number(total)}</span>
        </h2>
        {total > 1 && (
          <Segments<CommentSort>
            label={talk.sort}
            value={sort}
            options={(['top', 'newest', 'oldest'] as const).map((value) => ({
              value,
              label: talk.sorts[value],
            }))}
            onChange={setSort}
          />
        )}
      </header>
      <div class="conversation__write">
        <Avatar user={user.value} />
        <Composer
          key={movieId}
          label={talk.write}
          placeholder={talk.placeholder}
          submit={talk.publish}
          draft={draftPlace.comment(movieId)}
          onSubmit={write}
        />
      </div>
      <ul class="conversation__threads">
        {list.map((thread) => (
          <ThreadView key={thread.root.peek().id} {...{ thread, conversation, onCount }} />
        ))}
      </ul>
      {status === 'loading' && <Bones />}
      {status === 'error' && (
        <Failure error={pages.failure.value} retry={() => void pages.loadMore()} />
      )}
      {status === 'ready' && list.length === 0 && (
        <Nothing heading={talk.empty} detail={talk.empty_hint} />
      )}
      {status === 'ready' && pages.more.value && (
        <button type="button" class="button button--wide" onClick={() => void pages.loadMore()}>
          {talk.more}
        </button>
      )}
    </section>
  );
}
