/** Moving between pages: transitions where the browser has them, scroll where one left it. */
import { signal } from '@preact/signals';
import type { AroundNavHandler } from 'wouter-preact';
import { navigate as move } from 'wouter-preact/use-browser-location';

/** What is asked for in the address, as it stands there; the router's own is decoded once too often, where somebody searches for "100%25". */
export { useSearch } from 'wouter-preact/use-browser-location';

const calm = matchMedia('(prefers-reduced-motion: reduce)');
const heights = new Map<string, number>();
let last = { href: location.href, y: 0 };
let opened = false;

/** False while the page shown was reached by the browser's back or forward. */
export const forwards = signal(true);

function leave(): void {
  heights.set(last.href, last.y);
}

/** To be called once the page for the present address stands. */
export function settleScroll(): void {
  // The first page begins at its top by itself; to say so would lay it out before it is whole.
  if (!opened) return void (opened = true);
  last = { href: location.href, y: forwards.peek() ? 0 : (heights.get(location.href) ?? 0) };
  scrollTo({ top: last.y, behavior: 'instant' });
}

export function watchScroll(): void {
  history.scrollRestoration = 'manual';
  addEventListener('scroll', () => {
    if (last.href === location.href) last.y = scrollY;
  }, { passive: true });
  // Capturing: before the router draws the page that is gone to.
  addEventListener('popstate', () => {
    leave();
    forwards.value = false;
  }, { capture: true });
}

/** Preact draws in a microtask; after a timer it has. */
const drawn = () => new Promise<void>((resolve) => setTimeout(resolve));

export const aroundNav: AroundNavHandler = (navigate, to, options) => {
  leave();
  forwards.value = true;
  if (!('startViewTransition' in document) || calm.matches || options?.replace === true) {
    navigate(to, options);
    return;
  }
  const transition = document.startViewTransition(async () => {
    navigate(to, options);
    await drawn();
  });
  // A transition that is overtaken by the next one is no failure.
  transition.finished.catch(() => undefined);
};

export function go(to: string, options?: { replace?: boolean }): void {
  aroundNav((path, how) => move(path, how), to, options);
}

/** Where one is, as a path that can be returned to. */
export function here(): string {
  return location.pathname + location.search;
}
