/** The rarer acts on a comment, behind three dots. */
import { Ban, Bell, BellOff, Ellipsis, Flag, Trash } from 'lucide-preact';
import type { Comment } from '../api/types.ts';
import type { Conversation, Thread } from '../state/conversation.ts';
import { may } from '../state/scopes.ts';
import { user } from '../state/session.ts';
import { fill, words } from '../words/index.ts';
import { blockAuthor, muteThread } from './comment-acts.ts';
import { withAccount } from './gate.ts';
import { Menu, type Entry } from './menu.tsx';
import { reportComment } from './report-comment.ts';

export function CommentMenu(props: {
  comment: Comment;
  thread: Thread;
  conversation: Conversation;
  onRemove: () => Promise<void>;
}) {
  const { talk } = words.value;
  const { comment, thread, conversation, onRemove } = props;
  const { id, movie_id, author, mine } = comment;
  const name = author?.name ?? talk.someone;
  const own = mine?.own ?? false;
  const muted = thread.root.value.mine?.muted ?? mine?.muted ?? false;

  const entries: Entry[] = [];
  if (user.value) {
    entries.push({
      label: muted ? talk.unmute : talk.mute,
      icon: muted ? Bell : BellOff,
      run: () => void muteThread(conversation, thread, !muted),
    });
  }
  if (!own) {
    const intent = { kind: 'report_comment' as const, movieId: movie_id, commentId: id, name };
    entries.push({
      label: talk.report,
      icon: Flag,
      run: () => void withAccount(intent, () => reportComment(id, name)),
    });
    if (user.value && author) {
      entries.push({
        label: fill(talk.block, { name }),
        icon: Ban,
        run: () => void blockAuthor(author),
      });
    }
    if (may('comments:moderate')) {
      entries.push({ label: talk.remove, icon: Trash, run: () => void onRemove() });
    }
  }
  return (
    <Menu
      label={fill(talk.actions, { name })}
      title={fill(talk.actions, { name })}
      buttonClass="comment__act comment__dots"
      button={<Ellipsis size={18} aria-hidden="true" />}
      entries={entries}
    />
  );
}
