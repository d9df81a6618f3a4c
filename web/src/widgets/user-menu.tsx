/** The icon beside the search box: who is signed in, what is theirs, and what they may do. */
import './user-menu.css';
import {
  Bell,
  Bookmark,
  EyeOff,
  LogIn,
  LogOut,
  Settings,
  ShieldCheck,
  UserPlus,
  UserRound,
  UsersRound,
  Wrench,
} from 'lucide-preact';
import { may } from '../state/scopes.ts';
import { user } from '../state/session.ts';
import { unread, unreadShown } from '../state/unread.ts';
import { go } from '../ui/navigation.ts';
import { count, words } from '../words/index.ts';
import { Avatar } from './avatar.tsx';
import { Menu, type Entry } from './menu.tsx';
import { leave } from './sign-out.ts';

function entries(): Entry[] {
  const { menu } = words.value;
  const to = (path: string, label: string, icon: typeof Settings): Entry => ({
    label,
    icon,
    run: () => go(path),
  });
  const someone = user.value;
  if (!someone) {
    return [
      to('/login', menu.sign_in, LogIn),
      to('/register', menu.register, UserPlus),
      to('/settings', menu.settings, Settings),
    ];
  }
  const settings: Entry = {
    label: menu.settings,
    icon: Settings,
    opens: async () => (await import('./settings-menu.ts')).settingsEntries(someone),
  };
  const n = unread.value;
  const news = to('/notifications', menu.notifications, Bell);
  return [
    n > 0 ? { ...news, count: { shown: unreadShown(n), said: count(menu.unread, n) } } : news,
    to('/my-list', menu.list, Bookmark),
    to('/people', menu.people, UsersRound),
    to('/blocked', menu.blocked, EyeOff),
    settings,
    ...(may('reports:moderate') ? [to('/moderation', menu.moderation, ShieldCheck)] : []),
    ...(may('movies:create') ? [to('/admin', menu.admin, Wrench)] : []),
    { label: menu.sign_out, icon: LogOut, run: () => void leave() },
  ];
}

export function UserMenu() {
  const { menu } = words.value;
  const someone = user.value;
  const n = unread.value;
  const name = someone ? `${menu.account}: ${someone.name}` : menu.visitor;
  return (
    <Menu
      label={n > 0 ? `${name}, ${count(menu.unread, n)}` : name}
      title={menu.account}
      buttonClass="user-menu__button"
      button={
        <>
          {someone ? <Avatar user={someone} size={36} /> : <UserRound size={20} aria-hidden="true" />}
          {n > 0 && <span class="badge user-menu__badge">{unreadShown(n)}</span>}
        </>
      }
      head={
        someone && (
          <div class="user-menu__who" role="presentation">
            <span class="user-menu__name">{someone.name}</span>
            <span class="user-menu__email">{someone.email}</span>
          </div>
        )
      }
      entries={entries()}
    />
  );
}
