/** Reporting a comment: its reporter does not see it any more. */
import { api } from '../api/endpoints.ts';
import { hideComment } from '../state/conversation.ts';
import { note } from '../ui/toast.tsx';
import { fill, words } from '../words/index.ts';

/** `name` is its author's. Throws a 401 where the session ended meanwhile. */
export async function reportComment(id: string, name: string): Promise<void> {
  const { reportDialog } = await import('./report.tsx');
  const { report } = words.peek();
  const outcome = await reportDialog({
    title: fill(report.comment_title, { name }),
    happens: report.comment_happens,
    send: (reason, text, key) => api.reportComment(id, reason, text, key),
  });
  if (outcome === undefined) return;
  hideComment(id);
  note(outcome === 'already' ? report.comment_already : report.comment_done);
}
