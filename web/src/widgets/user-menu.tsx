/** The icon beside the search box: who is signed in, and what is theirs. */
import './user-menu.css';
import { EyeOff, LogIn, LogOut, Settings, UserPlus, UserRound } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { user } from '../state/session.ts';
import { go } from '../ui/navigation.ts';
import { words } from '../words/index.ts';
import { Avatar } from './avatar.tsx';
import { leave } from './sign-out.ts';

interface Entry {
  label: string;
  icon: typeof Settings;
  run: () => void;
}

function entries(): Entry[] {
  const { menu } = words.value;
  const settings: Entry = { label: menu.settings, icon: Settings, run: () => go('/settings') };
  if (!user.value) {
    return [
      { label: menu.sign_in, icon: LogIn, run: () => go('/login') },
      { label: menu.register, icon: UserPlus, run: () => go('/register') },
      settings,
    ];
  }
  return [
    settings,
    { label: menu.blocked, icon: EyeOff, run: () => go('/blocked') },
    { label: menu.sign_out, icon: LogOut, run: () => void leave() },
  ];
}

export function UserMenu() {
  const { menu } = words.value;
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = entries();
  const someone = user.value;

  const items = () => [...(root.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  useEffect(() => {
    if (!open) return;
    items()[0]?.focus();
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, [open]);

  function onKeyDown(event: KeyboardEvent): void {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to: Record<string, number> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    if (event.key === 'Escape' || event.key === 'Tab') {
      setOpen(false);
      if (event.key === 'Escape') button.current?.focus();
      return;
    }
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[next]?.focus();
  }

  return (
    <div class="user-menu" ref={root}>
      <button
        ref={button}
        type="button"
        class="user-menu__button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={someone ? `${menu.account}: ${someone.name}` : menu.visitor}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            setOpen(true);
          }
        }}
      >
        {someone ? <Avatar user={someone} size={36} /> : <UserRound size={20} aria-hidden="true" />}
      </button>
      {open && (
        <div class="user-menu__list" role="menu" aria-label={menu.account} onKeyDown={onKeyDown}>
          {someone && (
            <div class="user-menu__who" role="presentation">
              <span class="user-menu__name">{someone.name}</span>
              <span class="user-menu__email">{someone.email}</span>
            </div>
          )}
          {list.map(({ label, icon: Icon, run }) => (
            <button
              key={label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class="user-menu__item"
              onClick={() => {
                setOpen(false);
                button.current?.focus();
                run();
              }}
            >
              <Icon size={18} aria-hidden="true" />
              {label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
