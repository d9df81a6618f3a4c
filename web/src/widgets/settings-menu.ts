/** What the settings of the user menu hold: fetched when somebody opens them. */
import { KeyRound, Pencil, SlidersHorizontal, Trash2 } from 'lucide-preact';
import type { User } from '../api/types.ts';
import { askConfig } from '../state/config.ts';
import { go } from '../ui/navigation.ts';
import { identity } from '../words/identity.ts';
import { words } from '../words/index.ts';
import { changeName, changePassword, deleteAccount } from './account-changes.tsx';
import type { Entry } from './menu.tsx';

export function settingsEntries(person: User): Entry[] {
  const { settings } = identity.peek();
  void askConfig();
  return [
    { label: settings.change_name, icon: Pencil, run: () => void changeName(person) },
    {
      label: person.has_password ? settings.change_password : settings.set_password,
      icon: KeyRound,
      run: () => void changePassword(person),
    },
    { label: settings.remove, icon: Trash2, run: () => void deleteAccount(person) },
    {
      label: words.peek().menu.all_settings,
      icon: SlidersHorizontal,
      run: () => go('/settings'),
    },
  ];
}
