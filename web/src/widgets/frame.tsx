/** What stands around every page: the bar above, on phones the bar below, and notes. */
import './frame.css';
import { Bookmark, Clapperboard, MessageCircle, Moon, Search, Sun, UserRound, WifiOff } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { Link, useLocation } from 'wouter-preact';
import { online } from '../state/online.ts';
import { user } from '../state/session.ts';
import { chooseTheme, shownTheme } from '../state/theme.ts';
import { unreadMessages, unreadShown } from '../state/unread.ts';
import { failed, Toasts } from '../ui/toast.tsx';
import { chooseLanguage, count, language, words } from '../words/index.ts';
import { focusSearch, SearchBox } from './search-box.tsx';
import { UserMenu } from './user-menu.tsx';

/** A projector and its beam, which happen to make a K. */
function Mark() {
  return (
    <svg class="brand__mark" viewBox="0 0 32 32" width={32} height={32} aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--lit)" />
      <path d="M8 7h5v18H8zM14.5 16 25 7v18z" fill="var(--on-lit)" />
    </svg>
  );
}

function Look() {
  const { settings } = words.value;
  const isDark = shownTheme.value === 'dark';
  const other = language.value === 'es' ? 'en' : 'es';
  return (
    <div class="top-bar__look">
      {user.value && (
        <Link href="/messages" class="icon-button top-bar__messages">
          <MessageCircle size={20} aria-hidden="true" />
          <span class="unseen">{words.value.nav.messages}</span>
          <MessagesBadge />
        </Link>
      )}
      <button
        type="button"
        class="icon-button top-bar__language"
        lang={other}
        aria-label={settings.to_other_language}
        onClick={() => void chooseLanguage(other).catch(failed)}
      >
        {other.toUpperCase()}
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={isDark ? settings.to_light : settings.to_dark}
        onClick={() => chooseTheme(isDark ? 'light' : 'dark')}
      >
        {isDark ? <Sun size={18} aria-hidden="true" /> : <Moon size={18} aria-hidden="true" />}
      </button>
    </div>
  );
}

/** How many messages wait, where there are some. */
function MessagesBadge() {
  const n = unreadMessages.value;
  if (n === 0) return null;
  return (
    <span class="badge">
      <span aria-hidden="true">{unreadShown(n)}</span>
      <span class="unseen">, {count(words.value.menu.unread, n)}</span>
    </span>
  );
}

function BottomBar() {
  const { nav, site } = words.value;
  const [path] = useLocation();
  const me = user.value ? '/settings' : '/login';
  const link = (href: string, label: string, Icon: typeof Search) => (
    <Link href={href} class="bottom-bar__entry" {...(path === href && { 'aria-current': 'page' })}>
      <span class="bottom-bar__icon">
        <Icon size={22} aria-hidden="true" />
      </span>
      {label}
      {href === '/messages' && <MessagesBadge />}
    </Link>
  );
  return (
    <nav class="bottom-bar" aria-label={site.main_menu}>
      {link('/', nav.films, Clapperboard)}
      <button type="button" class="bottom-bar__entry" onClick={focusSearch}>
        <Search size={22} aria-hidden="true" />
        {nav.search}
      </button>
      {link('/my-list', nav.list, Bookmark)}
      {link('/messages', nav.messages, MessageCircle)}
      {link(me, nav.me, UserRound)}
    </nav>
  );
}

/** Not where the page itself is as high as the window. */
function Foot() {
  const { site, settings } = words.value;
  const [path] = useLocation();
  if (path.startsWith('/messages')) return null;
  const other = language.value === 'es' ? 'en' : 'es';
  return (
    <footer class="foot">
      <p class="foot__name">{site.tagline}</p>
      <nav class="foot__links" aria-label={site.footer}>
        <Link href="/help">{site.api_help}</Link>
        <button type="button" lang={other} onClick={() => void chooseLanguage(other).catch(failed)}>
          {settings.to_other_language}
        </button>
      </nav>
    </footer>
  );
}

export function Frame({ children }: { children: ComponentChildren }) {
  const { site } = words.value;
  return (
    <>
      <a class="skip" href="#main">
        {site.skip}
      </a>
      <header class="top-bar">
        <div class="top-bar__inner">
          <Link href="/" class="brand" aria-label={site.name}>
            <Mark />
            <span class="brand__name">{site.name}</span>
          </Link>
          <div class="top-bar__middle">
            <SearchBox />
            <UserMenu />
          </div>
          <Look />
        </div>
      </header>
      {!online.value && (
        <p class="offline" role="status">
          <WifiOff size={16} aria-hidden="true" />
          {site.offline}
        </p>
      )}
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Foot />
      <BottomBar />
      <Toasts />
    </>
  );
}
