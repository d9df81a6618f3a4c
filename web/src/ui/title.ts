import { useEffect } from 'preact/hooks';
import { unreadMessages, unreadShown } from '../state/unread.ts';
import { words } from '../words/index.ts';

/** Names the page in the browser's tab, after how many messages wait. */
export function useTitle(title: string | undefined): void {
  const { name, tagline } = words.value.site;
  const n = unreadMessages.value;
  useEffect(() => {
    const waiting = n > 0 ? `(${unreadShown(n)}) ` : '';
    document.title = waiting + (title === undefined ? `${name} · ${tagline}` : `${title} · ${name}`);
  }, [title, name, tagline, n]);
}
