import { useEffect } from 'preact/hooks';
import { words } from '../words/index.ts';

/** Names the page in the browser's tab. */
export function useTitle(title: string | undefined): void {
  const { name, tagline } = words.value.site;
  useEffect(() => {
    document.title = title === undefined ? `${name} · ${tagline}` : `${title} · ${name}`;
  }, [title, name, tagline]);
}
