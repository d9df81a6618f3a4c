/** Whom the viewer blocked, asked for once a visit, and kept right by what they do here. */
import { effect, signal } from '@preact/signals';
import { api } from '../api/endpoints.ts';
import type { BlockedUser } from '../api/types.ts';
import { viewer } from './session.ts';

/** `undefined` until it was asked for. */
export const blockedPeople = signal<readonly BlockedUser[] | undefined>(undefined);

export function isBlocked(id: string): boolean {
  return blockedPeople.value?.some(({ user }) => user.id === id) ?? false;
}

export async function askBlockedPeople(): Promise<void> {
  const all: BlockedUser[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.blockedUsers(cursor);
    all.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  blockedPeople.value = all;
}

export async function block(id: string): Promise<void> {
  await api.blockUser(id);
  await askBlockedPeople();
}

export async function unblock(id: string): Promise<void> {
  await api.unblockUser(id);
  blockedPeople.value = blockedPeople.peek()?.filter(({ user }) => user.id !== id);
}

let lastViewer: string | undefined;
effect(() => {
  const now = viewer.value;
  if (now !== lastViewer) blockedPeople.value = undefined;
  lastViewer = now;
});
