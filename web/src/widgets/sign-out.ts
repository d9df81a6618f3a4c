import { signOut } from '../state/session.ts';
import { go } from '../ui/navigation.ts';
import { failed, note } from '../ui/toast.tsx';
import { words } from '../words/index.ts';

/** Ends the session and says so. */
export async function leave(): Promise<void> {
  try {
    await signOut();
    go('/');
    note(words.peek().menu.signed_out);
  } catch (error) {
    failed(error);
  }
}
