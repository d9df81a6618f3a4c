/** Who is here now, and who is writing to the viewer: told by the socket, kept nowhere. */
import { signal } from '@preact/signals';
import type { Person } from '../../api/types.ts';

export type Presence = Pick<Person, 'online' | 'last_seen_at'>;

const known = signal<ReadonlyMap<string, Presence>>(new Map());
export const typing = signal<ReadonlySet<string>>(new Set());

/** Typing is told every three seconds while it goes on. */
const typingMs = 5000;
const timers = new Map<string, ReturnType<typeof setTimeout>>();

export function presenceOf(userId: string): Presence | undefined {
  return known.value.get(userId);
}

/** What a list said. */
export function notePresence(people: readonly Person[]): void {
  const next = new Map(known.peek());
  for (const { id, online, last_seen_at } of people) {
    next.set(id, { ...(online !== undefined && { online }), ...(last_seen_at !== undefined && { last_seen_at }) });
  }
  known.value = next;
}

export function hearPresence(userId: string, online: boolean): void {
  known.value = new Map(known.peek()).set(userId, { ...known.peek().get(userId), online });
  if (!online) stopTyping(userId);
}

export function hearTyping(userId: string): void {
  clearTimeout(timers.get(userId));
  timers.set(userId, setTimeout(() => stopTyping(userId), typingMs));
  typing.value = new Set([...typing.peek(), userId]);
}

/** Also when what was being written has come. */
export function stopTyping(userId: string): void {
  clearTimeout(timers.get(userId));
  timers.delete(userId);
  if (typing.peek().has(userId)) typing.value = new Set([...typing.peek()].filter((id) => id !== userId));
}

export function forgetPresence(): void {
  for (const userId of [...timers.keys()]) stopTyping(userId);
  known.value = new Map();
}
