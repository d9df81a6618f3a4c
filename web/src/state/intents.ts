/**
 * What a visitor wanted to do when the page asked them to sign in.
 *
 * Kept in the tab, so that it outlives the sign-in page and a reload, and taken once.
 */
import type { Reaction } from '../api/types.ts';
import { tab } from '../storage.ts';

export type Intent =
  | { kind: 'react_movie'; movieId: string; value: Reaction }
  | { kind: 'react_comment'; movieId: string; commentId: string; value: Reaction }
  | { kind: 'comment'; movieId: string; body: string; spoiler: boolean; key: string }
  | { kind: 'reply'; movieId: string; commentId: string; body: string; spoiler: boolean; key: string }
  | { kind: 'rate'; movieId: string; score: number }
  | { kind: 'list'; movieId: string }
  | { kind: 'report'; movieId: string; title: string }
  | { kind: 'report_comment'; movieId: string; commentId: string; name: string };

interface Pending {
  intent?: Intent;
  returnTo: string;
  at: number;
}

const key = 'km.intent';
/** After half an hour nobody expects an old click to act. */
const lifeMs = 30 * 60_000;

export function keepIntent(returnTo: string, intent?: Intent, now = Date.now()): void {
  const pending: Pending = { returnTo, at: now, ...(intent && { intent }) };
  tab.setItem(key, JSON.stringify(pending));
}

/** Whether somebody waits to go back somewhere. */
export function hasIntent(): boolean {
  return tab.getItem(key) !== null;
}

export function dropIntent(): void {
  tab.removeItem(key);
}

export function takeIntent(now = Date.now()): { intent?: Intent; returnTo: string } {
  const kept = tab.getItem(key);
  tab.removeItem(key);
  if (kept === null) return { returnTo: '/' };
  try {
    const { intent, returnTo, at } = JSON.parse(kept) as Pending;
    if (now - at > lifeMs) return { returnTo: '/' };
    // Only this site's own paths: "//elsewhere" would be another host.
    const path = /^\/(?!\/)/.test(returnTo) ? returnTo : '/';
    return { returnTo: path, ...(intent && { intent }) };
  } catch {
    return { returnTo: '/' };
  }
}
