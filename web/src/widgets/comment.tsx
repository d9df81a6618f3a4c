/** One comment: who, when, what, and what the reader can do with it. */
import './comment.css';
import type { Signal } from '@preact/signals';
import { BellOff, EyeOff, Pencil, Reply, Trash } from 'lucide-preact';
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import type { Comment } from '../api/types.ts';
import type { Conversation, Thread } from '../state/conversation.ts';
import { PlainText } from '../ui/plain-text.tsx';
import { ago, fill, moment, words } from '../words/index.ts';
import { Avatar } from './avatar.tsx';
import { CommentMenu } from './comment-menu.tsx';
import { Composer, type Written } from './composer.tsx';
import { draftPlace, withAccount } from './gate.ts';
import { removeComment } from './comment-acts.ts';
import { ReactionButtons } from './reactions.tsx';

interface Props {
  comment: Signal<Comment>;
  thread: Thread;
  conversation: Conversation;
  /** A link led here. */
  sought?: boolean;
  /** Living comments of the film changed by this much. */
  onCount: (change: number) => void;
}

function Body({ text, spoiler }: { text: string; spoiler: boolean }) {
  const { talk } = words.value;
  const [shown, show] = useState(!spoiler);
  if (shown) {
    return (
      <div class="comment__body">
        <PlainText text={text} />
      </div>
    );
  }
  return (
    <div class="spoiler">
      <div class="comment__body spoiler__words" aria-hidden="true" inert>
        <PlainText text={text} />
      </div>
      <div class="spoiler__cover">
        <span>
          <EyeOff size={16} aria-hidden="true" />
          {talk.spoiler_hidden}
        </span>
        <button type="button" class="button" onClick={() => show(true)}>
          {talk.spoiler_show}
        </button>
      </div>
    </div>
  );
}

/** In a thread with several voices: whom a reply to a reply speaks to. */
function addressee(comment: Comment, thread: Thread): string | undefined {
  if (comment.parent_id === undefined || comment.parent_id === thread.root.value.id) return undefined;
  const parent = thread.replies.value.find((other) => other.value.id === comment.parent_id);
  return parent?.value.author?.name;
}

export function CommentView({ comment, thread, conversation, sought = false, onCount }: Props) {
  const { talk } = words.value;
  const [mode, setMode] = useState<'read' | 'edit' | 'reply'>('read');
  const now = comment.value;
  const isReply = comment !== thread.root;
  const article = useRef<HTMLElement>(null);
  const replyButton = useRef<HTMLButtonElement>(null);
  const editButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!sought) return;
    article.current?.scrollIntoView({ block: 'center' });
    article.current?.focus({ preventScroll: true });
  }, [sought]);

  if (now.deleted || now.body === undefined) {
    return (
      <div class="comment comment--gone">
        <Avatar user={undefined} size={isReply ? 32 : 40} />
        <p class="comment__tombstone">{talk.tombstone}</p>
      </div>
    );
  }
  const body = now.body;
  const to = addressee(now, thread);
  const name = now.author?.name ?? talk.someone;
  const target = { movieId: now.movie_id, commentId: now.id };

  /** The keyboard goes back to what opened the form. */
  function close(opener: RefObject<HTMLButtonElement>): void {
    setMode('read');
    opener.current?.focus();
  }

  async function reply(written: Written): Promise<boolean> {
    const sent = await withAccount({ kind: 'reply', ...target, ...written }, () =>
      conversation.reply(thread, now, written.body, written.spoiler, written.key),
    );
    if (sent) {
      onCount(1);
      close(replyButton);
    }
    return sent;
  }

  async function save(written: Written): Promise<boolean> {
    const saved = await withAccount(undefined, () =>
      conversation.edit(comment, written.body, written.spoiler),
    );
    if (saved) close(editButton);
    return saved;
  }

  const remove = () => removeComment(conversation, thread, comment, () => onCount(-1));

  return (
    <article
      ref={article}
      class={['comment', isReply && 'comment--reply', sought && 'comment--sought'].filter(Boolean).join(' ')}
      tabIndex={-1}
    >
      <Avatar user={now.author} size={isReply ? 32 : 40} />
      <div class="comment__main">
        <header class="comment__head">
          {now.author ? (
            <Link href={`/people/${now.author.id}`} class="comment__author">
              {name}
            </Link>
          ) : (
            <span class="comment__author">{name}</span>
          )}
          {to !== undefined && <span class="comment__to">{fill(talk.in_reply, { name: to })}</span>}
          <time dateTime={now.created_at} title={moment(now.created_at)}>
            {ago(now.created_at)}
          </time>
          {now.edited_at !== undefined && <span title={moment(now.edited_at)}>{talk.edited}</span>}
          {now.mine?.muted && !isReply && (
            <span class="comment__muted">
              <BellOff size={12} aria-hidden="true" />
              {talk.muted_mark}
            </span>
          )}
          {now.spoiler && <span class="comment__flag">{talk.spoiler_mark}</span>}
        </header>
        {mode === 'edit' ? (
          <Composer
            label={talk.edit_label}
            submit={talk.save}
            initial={{ body, spoiler: now.spoiler }}
            autofocus
            onSubmit={save}
            onCancel={() => close(editButton)}
          />
        ) : (
          <Body key={`${body}${now.spoiler}`} text={body} spoiler={now.spoiler && !now.mine?.own} />
        )}
        <footer class="comment__foot">
          <ReactionButtons
            counts={now.reactions}
            mine={now.mine?.reaction}
            size="small"
            onPress={(value) =>
              void withAccount({ kind: 'react_comment', ...target, value }, () =>
                conversation.vote(comment, value),
              )
            }
          />
          <button
            ref={replyButton}
            type="button"
            class="comment__act"
            aria-expanded={mode === 'reply'}
            onClick={() => setMode(mode === 'reply' ? 'read' : 'reply')}
          >
            <Reply size={16} aria-hidden="true" />
            {talk.reply}
          </button>
          {now.mine?.can_edit && (
            <button ref={editButton} type="button" class="comment__act" onClick={() => setMode('edit')}>
              <Pencil size={16} aria-hidden="true" />
              <span class="comment__word">{talk.edit}</span>
            </button>
          )}
          {now.mine?.own && (
            <button type="button" class="comment__act" onClick={() => void remove()}>
              <Trash size={16} aria-hidden="true" />
              <span class="comment__word">{talk.remove}</span>
            </button>
          )}
          <CommentMenu {...{ comment: now, thread, conversation, onRemove: remove }} />
        </footer>
        {mode === 'reply' && (
          <Composer
            label={fill(talk.reply_to, { name })}
            submit={talk.reply}
            draft={draftPlace.reply(now.id)}
            autofocus
            onSubmit={reply}
            onCancel={() => close(replyButton)}
          />
        )}
      </div>
    </article>
  );
}
