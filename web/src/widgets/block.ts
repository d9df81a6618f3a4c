/** Blocking people and taking it back, each with its word. */
import type { Author } from '../api/types.ts';
import { block, unblock } from '../state/blocks.ts';
import { dialog, paragraph } from '../ui/dialog.ts';
import { note } from '../ui/toast.tsx';
import { community } from '../words/community.ts';
import { fill, words } from '../words/index.ts';
import { withAccount } from './gate.ts';

export async function askToUnblock({ id, name }: Author): Promise<void> {
  if (!(await withAccount(undefined, () => unblock(id)))) return;
  note(fill(community.peek().people.unblocked, { name }));
}

export async function askToBlock(person: Author): Promise<void> {
  const { people } = community.peek();
  const { name } = person;
  const decision = await dialog(
    { title: fill(people.block_question, { name }), confirm: people.block, grave: true },
    { content: paragraph(people.block_detail) },
  );
  if (decision.kind !== 'confirmed') return;
  if (!(await withAccount(undefined, () => block(person.id)))) return;
  note(fill(people.blocked, { name }), {
    label: words.peek().site.undo,
    run: () => void askToUnblock(person),
  });
}
