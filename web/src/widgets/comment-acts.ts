/** What is done to a comment beyond reading, voting and answering. */
import type { Signal } from '@preact/signals';
import type { Author, Comment } from '../api/types.ts';
import type { Conversation, Thread } from '../state/conversation.ts';
import { dialog, paragraph } from '../ui/dialog.ts';
import { failed, note } from '../ui/toast.tsx';
import { words } from '../words/index.ts';
import { withAccount } from './gate.ts';

/** `gone` runs once it is deleted. */
export async function removeComment(
  conversation: Conversation,
  thread: Thread,
  comment: Signal<Comment>,
  gone: () => void,
): Promise<void> {
  const { talk } = words.peek();
  const question = { title: talk.remove_question, confirm: talk.remove, grave: true };
  const decision = await dialog(question, { content: paragraph(talk.remove_detail) });
  if (decision.kind !== 'confirmed') return;
  if (!(await withAccount(undefined, () => conversation.remove(thread, comment)))) return;
  gone();
  note(talk.removed);
}

export async function muteThread(
  conversation: Conversation,
  thread: Thread,
  muted: boolean,
): Promise<void> {
  const { talk } = words.peek();
  if (!(await withAccount(undefined, () => conversation.mute(thread, muted)))) return;
  note(muted ? talk.muted : talk.unmuted);
}

/** Most visits block nobody, so its words come when they are wanted. */
export async function blockAuthor(author: Author): Promise<void> {
  try {
    await (await import('./block.ts')).askToBlock(author);
  } catch (error) {
    failed(error);
  }
}
