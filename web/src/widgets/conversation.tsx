/** The comments of a film as a conversation. */
import './conversation.css';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Comment, CommentSort } from '../api/types.ts';
import { ProblemError } from '../api/errors.ts';
import { isBlocked } from '../state/blocks.ts';
import { createConversation, hiddenComments, type Conversation, type Thread } from '../state/conversation.ts';
import { user, viewer } from '../state/session.ts';
import { Segments } from '../ui/field.tsx';
import { lazily } from '../ui/lazily.tsx';
import { Failure, Nothing } from '../ui/state.tsx';
import { failed, note } from '../ui/toast.tsx';
import { count, number, words } from '../words/index.ts';
import { Avatar } from './avatar.tsx';
import { CommentView } from './comment.tsx';
import { Composer, type Written } from './composer.tsx';
import { draftPlace, withAccount } from './gate.ts';

const Arrivals = lazily(async () => (await import('./arrivals.tsx')).Arrivals, true);

const isShown = ({ id, author }: Comment) =>
  !hiddenComments.value.has(id) && !(author && isBlocked(author.id));

function ThreadView(props: {
  thread: Thread;
  conversation: Conversation;
  sought: string | undefined;
  onCount: (change: number) => void;
}) {
  const { thread, conversation, sought, onCount } = props;
  const replies = thread.replies.value.filter((reply) => isShown(reply.value));
  const living = replies.filter((reply) => !reply.value.deleted).length;
  const folded = thread.complete.value ? 0 : thread.root.value.replies - living;
  return (
    <li class="thread">
      <CommentView
        {...{ comment: thread.root, thread, conversation, onCount }}
        sought={thread.root.peek().id === sought}
      />
      {(replies.length > 0 || folded > 0) && (
        <ul class="thread__replies">
          {replies.map((reply) => (
            <li key={reply.peek().id}>
              <CommentView
                {...{ comment: reply, thread, conversation, onCount }}
                sought={reply.peek().id === sought}
              />
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
  /** The comment that a link speaks of. */
  sought: string | undefined;
  onCount: (change: number) => void;
}) {
  const { movieId, total, sought, onCount } = props;
  const { talk } = words.value;
  const [sort, setSort] = useState<CommentSort>('top');
  const who = viewer.value;
  const conversation = useMemo(
    () => createConversation(movieId, sort),
    // Another viewer has other votes.
    [movieId, sort, who],
  );
  const { pages, threads } = conversation;
  const [brought, setBrought] = useState<string>();
  useEffect(() => {
    void pages.loadMore().then(async () => {
      if (sought === undefined) return;
      try {
        await conversation.bring(sought);
        setBrought(sought);
      } catch (error) {
        const gone = error instanceof ProblemError && error.status === 404;
        if (gone) note(words.peek().talk.gone);
        else failed(error);
      }
    });
  }, [conversation, pages, sought]);

  async function write({ body, spoiler, key }: Written): Promise<boolean> {
    const sent = await withAccount({ kind: 'comment', movieId, body, spoiler, key }, () =>
      conversation.write(body, spoiler, key),
    );
    if (sent) onCount(1);
    return sent;
  }

  const status = pages.status.value;
  const list = threads.value.filter((thread) => isShown(thread.root.value));
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
      {user.value && <Arrivals {...{ movieId, conversation, onCount }} />}
      <ul class="conversation__threads">
        {list.map((thread) => (
          <ThreadView
            key={thread.root.peek().id}
            sought={brought}
            {...{ thread, conversation, onCount }}
          />
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
