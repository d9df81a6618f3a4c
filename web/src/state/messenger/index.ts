/**
 * All conversations of the person who is signed in: the list, those that are open, and what
 * the socket says of them. Frames only tell; after each connection the store is asked.
 */
import { computed, signal } from '@preact/signals';
import { messenger } from '../../api/messenger.ts';
import type { Message } from '../../api/types.ts';
import { upload } from '../../api/upload.ts';
import { liveStatus, onFrame, say } from '../../live/socket.ts';
import { tab } from '../../storage.ts';
import type { Status } from '../pages.ts';
import { unreadMessages } from '../unread.ts';
import { createChat, type Chat } from './chat.ts';
import { forgetPresence, hearPresence, hearTyping, notePresence, stopTyping } from './presence.ts';
import {
  arrived,
  hasRow,
  isUncertain,
  listed,
  marked,
  newTally,
  partnerIn,
  seen,
  unreadOf,
  unreadTotal,
  type Tally,
} from './tally.ts';
import type { Outgoing } from './transcript.ts';

const tally = signal<Tally>(newTally(''));
export const rows = computed(() => tally.value.rows);
export const listStatus = signal<Status>('loading');
export const listFailure = signal<unknown>(undefined);
export const hasMoreRows = signal(false);

const chats = new Map<string, Chat>();
/** The conversation that is on the screen: the others catch up when they are opened. */
let shown: string | undefined;
let listened: (() => void)[] = [];
let cursor: string | undefined;
let listing: Promise<void> | undefined;
/** How often the list was asked for. */
let listAsked = 0;
let refreshing: ReturnType<typeof setTimeout> | undefined;
let polling: ReturnType<typeof setInterval> | undefined;

/** Several frames at once ask for one list. */
const gatherMs = 250;
/** While no socket is open. */
const pollMs = 15_000;
/** Even with one: what a lost push would have told comes with this. */
const checkMs = 120_000;
const typingEveryMs = 3000;

const after = (ms: number, run: () => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

function update(change: (now: Tally) => Tally): void {
  tally.value = change(tally.peek());
  unreadMessages.value = unreadTotal(tally.peek());
}

async function askList(): Promise<void> {
  const { me } = tally.peek();
  try {
    const page = await messenger.conversations();
    if (tally.peek().me !== me) return;
    if (listStatus.peek() !== 'ready') {
      cursor = page.next;
      hasMoreRows.value = cursor !== undefined;
    }
    notePresence(page.items.map(({ user }) => user));
    update((now) => listed(now, page, true));
    listStatus.value = 'ready';
    const chat = shown === undefined ? undefined : chats.get(shown);
    const last = page.items.find(({ user }) => user.id === shown)?.last_message;
    // What a push should have told and did not.
    if (chat && last && !chat.transcript.peek().messages.some(({ id }) => id === last.id)) void chat.catchUp();
  } catch (error) {
    if (tally.peek().me !== me) return;
    listFailure.value = error;
    if (listStatus.peek() !== 'ready') listStatus.value = 'error';
  }
}

/** Asks for the newest conversations; asking meanwhile is one more round. */
export function refreshList(): Promise<void> {
  listAsked += 1;
  if (listing) return listing;
  if (listStatus.peek() === 'error') listStatus.value = 'loading';
  const rounds = async () => {
    let answered: number;
    do {
      answered = listAsked;
      await askList();
    } while (answered !== listAsked);
  };
  listing = rounds().finally(() => (listing = undefined));
  return listing;
}

function refreshSoon(): void {
  clearTimeout(refreshing);
  refreshing = setTimeout(() => void refreshList(), gatherMs);
}

export async function moreRows(): Promise<void> {
  if (cursor === undefined) return;
  const page = await messenger.conversations(cursor);
  cursor = page.next;
  hasMoreRows.value = cursor !== undefined;
  notePresence(page.items.map(({ user }) => user));
  update((now) => listed(now, page, false));
}

function note(message: Message): void {
  const partner = partnerIn(tally.peek().me, message);
  if (message.from === partner) stopTyping(partner);
  if (hasRow(tally.peek(), partner)) update((now) => arrived(now, message));
  else refreshSoon();
}

function noteSeen(partner: string, upTo: string, unread?: number): void {
  const rowOf = () => tally.peek().rows.find(({ user }) => user.id === partner);
  const before = rowOf()?.seenTo;
  update((now) => seen(now, partner, upTo));
  const row = rowOf();
  if (!row) return;
  const moved = row.seenTo !== before && isUncertain(tally.peek(), partner);
  if (moved || (unread !== undefined && unread !== unreadOf(row))) refreshSoon();
}

const outboxKey = (me: string) => `km.outbox.${me}`;
type Kept = Record<string, readonly Outgoing[]>;

function keptFor(me: string): Kept {
  try {
    return JSON.parse(tab.getItem(outboxKey(me)) ?? '{}') as Kept;
  } catch {
    return {};
  }
}

/** Words survive a reload; the bytes of a picture do not. */
function keep(me: string, them: string, outgoing: readonly Outgoing[]): void {
  const words = outgoing
    .filter(({ picture }) => picture === undefined)
    .map(({ failure: told, ...one }): Outgoing => ({ ...one, state: 'sending' }));
  const { [them]: before, ...rest } = keptFor(me);
  const all: Kept = words.length > 0 ? { ...rest, [them]: words } : rest;
  if (Object.keys(all).length > 0) tab.setItem(outboxKey(me), JSON.stringify(all));
  else if (before) tab.removeItem(outboxKey(me));
}

export function chatWith(them: string): Chat {
  const { me } = tally.peek();
  const known = chats.get(them);
  if (known) return known;
  const chat = createChat(me, them, keptFor(me)[them] ?? [], {
    now: () => Date.now(),
    after,
    upload: (bytes, progress) => upload('message', bytes, progress),
    calls: messenger,
    keep: (outgoing) => keep(me, them, outgoing),
    onSent: note,
    onSeen: (upTo, unread) => noteSeen(them, upTo, unread),
  });
  chats.set(them, chat);
  return chat;
}

/** To be told when a conversation comes on the screen; what comes back is to be called when it goes. */
export function showChat(them: string): () => void {
  shown = them;
  void chatWith(them).catchUp();
  return () => {
    if (shown === them) shown = undefined;
  };
}

let toldTyping: { to: string; at: number } | undefined;

/** At most one every three seconds. */
export function tellTyping(to: string, now = Date.now()): void {
  if (toldTyping?.to === to && now - toldTyping.at < typingEveryMs) return;
  if (say({ type: 'typing', to })) toldTyping = { to, at: now };
}

/** There is a connection (again), or somebody looks (again). */
function catchUp(): void {
  void refreshList();
  if (shown !== undefined) void chats.get(shown)?.catchUp();
  for (const chat of chats.values()) chat.revive();
}

function onVisible(): void {
  if (!document.hidden) catchUp();
}

function listen(): void {
  let checkedAt = Date.now();
  polling = setInterval(() => {
    const due = liveStatus.peek() === 'open' ? checkMs : pollMs;
    if (document.hidden || Date.now() - checkedAt < due) return;
    checkedAt = Date.now();
    catchUp();
  }, pollMs);
  document.addEventListener('visibilitychange', onVisible);
  addEventListener('online', catchUp);
  listened = [
    onFrame('hello', catchUp),
    onFrame('message', ({ message }) => {
      note(message);
      chats.get(partnerIn(tally.peek().me, message))?.hear(message);
    }),
    onFrame('delivered', ({ conversation, up_to }) => {
      chats.get(conversation)?.hearDelivered(up_to);
      update((now) => marked(now, conversation, up_to, 'delivered_at', new Date().toISOString()));
    }),
    onFrame('read', ({ conversation, up_to, by }) => {
      chats.get(conversation)?.hearRead(up_to, by);
      if (by === tally.peek().me) noteSeen(conversation, up_to);
      else update((now) => marked(now, conversation, up_to, 'read_at', new Date().toISOString()));
    }),
    onFrame('typing', ({ from }) => hearTyping(from)),
    onFrame('presence', ({ user_id, online }) => hearPresence(user_id, online)),
    () => clearInterval(polling),
    () => document.removeEventListener('visibilitychange', onVisible),
    () => removeEventListener('online', catchUp),
  ];
}

export function openMessenger(me: string): void {
  closeMessenger();
  tally.value = newTally(me);
  listen();
  void refreshList();
  // What was written before a reload is still to be sent.
  for (const them of Object.keys(keptFor(me))) chatWith(them).revive();
}

export function closeMessenger(): void {
  for (const stop of listened) stop();
  listened = [];
  clearTimeout(refreshing);
  for (const chat of chats.values()) chat.stop();
  chats.clear();
  forgetPresence();
  tally.value = newTally('');
  unreadMessages.value = 0;
  listStatus.value = 'loading';
  cursor = undefined;
  hasMoreRows.value = false;
}
