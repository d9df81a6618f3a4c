/** What the browser's tab, bookmarks and search engines are told of a page; kept right while one moves about. */
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { unreadMessages, unreadShown } from '../state/unread.ts';
import { fill, words } from '../words/index.ts';

/** As search engines cut it. */
const longest = 160;

function shortened(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).replace(/\s+\S*$/u, '')}…`;
}

/** The element of the head, made where the page came without it. */
function inHead<K extends 'meta' | 'link'>(tag: K, name: string, value: string): HTMLElementTagNameMap[K] {
  const found = document.head.querySelector<HTMLElementTagNameMap[K]>(`${tag}[${name}="${value}"]`);
  if (found) return found;
  const made = document.createElement(tag);
  made.setAttribute(name, value);
  document.head.append(made);
  return made;
}

/** Names the page, after how many messages wait. `about` describes it where the site's own words do not. */
export function useTitle(title: string | undefined, about?: string): void {
  const { name, tagline, description } = words.value.site;
  const n = unreadMessages.value;
  const said = shortened(about ?? fill(description, { name }));
  useEffect(() => {
    const waiting = n > 0 ? `(${unreadShown(n)}) ` : '';
    document.title = waiting + (title === undefined ? `${name} · ${tagline}` : `${title} · ${name}`);
  }, [title, name, tagline, n]);
  useEffect(() => {
    inHead('meta', 'name', 'description').content = said;
  }, [said]);
}

/** What is shared of a film; the server writes it into the page that comes first. */
const shared = 'meta[property^="og:"], meta[name^="twitter:"], script[type="application/ld+json"]';
const first = location.pathname;

/** Before the next page has come, nothing in the head speaks of the one before. */
export function useLocatedHead(path: string): void {
  useLayoutEffect(() => {
    inHead('link', 'rel', 'canonical').href = location.origin + path;
    if (path !== first) document.head.querySelectorAll(shared).forEach((one) => one.remove());
  }, [path]);
}
