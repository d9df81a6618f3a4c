/**
 * All conversations of the person who is signed in: the list, those that are open, and what
 * the socket says of them. Frames only tell; after each connection the store is asked.
 */
import { computed, signal } from '@preact/signals';
import { messenger } from '../../api/messenger.ts';
import type { Conversations, Message } from '../../api/types.ts';
import { upload } from '../../api/upload.ts';
import { liveStatus, onFrame, say } from '../../live/socket.ts';
import { unreadMessages } from '../unread.ts';
import { createChat, type Chat } from './chat.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { keepFor, keptFor, keptPartners } from './kept.ts';
import { forgetPresence, hearPresence, hearTyping, notePresence, stopTyping } from './presence.ts';
import { partnerIn, unreadTotal } from './tally.ts';

/** While no socket is open. */
const pollMs = 15_000;
/** Even with one: what a lost push would have told comes with this. */
const checkMs = 120_000;
const typingEveryMs = 3000;

const after = (ms: number, run: () => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

const chats = new Map<string, Chat>();
/** The conversation that is on the screen: the others catch up when they are opened. */
let shown: string | undefined;
let listened: (() => void)[] = [];

function onPage({ items }: Conversations): void {
  notePresence(items.map(({ user }) => user));
  const chat = shown === undefined ? undefined : chats.get(shown);
  const last = items.find(({ user }) => user.id === shown)?.last_message;
  // What a push should have told and did not.
  if (chat && last && !chat.transcript.peek().messages.some(({ id }) => id === last.id)) void chat.catchUp();
}

function inboxOf(me: string): Inbox {
  return createInbox(me, {
    calls: messenger,
    after,
    onPage,
    onChange: (tally) => (unreadMessages.value = unreadTotal(tally)),
  });
}

const current = signal(inboxOf(''));
export const rows = computed(() => current.value.tally.value.rows);
/** The list itself: how it stands, and how to get more of it. */
export const inbox = computed(() => current.value);

function note(message: Message): void {
  const partner = partnerIn(current.peek().me, message);
  if (message.from === partner) stopTyping(partner);
  current.peek().note(message);
}

export function chatWith(them: string): Chat {
  const { me } = current.peek();
  const known = chats.get(them);
  if (known) return known;
  const chat = createChat(me, them, keptFor(me, them), {
    now: () => Date.now(),
    after,
    upload: (bytes, progress) => upload('message', bytes, progress),
    calls: messenger,
    keep: (outgoing) => keepFor(me, them, outgoing),
    onSent: note,
    onSeen: (upTo, unread) => current.peek().noteSeen(them, upTo, unread),
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
  void current.peek().refresh();
  if (shown !== undefined) void chats.get(shown)?.catchUp();
  for (const chat of chats.values()) chat.revive();
}

function followFrames(): (() => void)[] {
  return [
    onFrame('hello', catchUp),
    onFrame('message', ({ message }) => {
      note(message);
      chats.get(partnerIn(current.peek().me, message))?.hear(message);
    }),
    onFrame('delivered', ({ conversation, up_to }) => {
      chats.get(conversation)?.hearDelivered(up_to);
      current.peek().noteMark(conversation, up_to, 'delivered_at');
    }),
    onFrame('read', ({ conversation, up_to, by }) => {
      chats.get(conversation)?.hearRead(up_to, by);
      if (by === current.peek().me) current.peek().noteSeen(conversation, up_to);
      else current.peek().noteMark(conversation, up_to, 'read_at');
    }),
    onFrame('typing', ({ from }) => hearTyping(from)),
    onFrame('presence', ({ user_id, online }) => hearPresence(user_id, online)),
  ];
}

function followPage(): (() => void)[] {
  let checkedAt = Date.now();
  const polling = setInterval(() => {
    const due = liveStatus.peek() === 'open' ? checkMs : pollMs;
    if (document.hidden || Date.now() - checkedAt < due) return;
    checkedAt = Date.now();
    catchUp();
  }, pollMs);
  const onVisible = () => {
    if (!document.hidden) catchUp();
  };
  document.addEventListener('visibilitychange', onVisible);
  addEventListener('online', catchUp);
  return [
    () => clearInterval(polling),
    () => document.removeEventListener('visibilitychange', onVisible),
    () => removeEventListener('online', catchUp),
  ];
}

export function openMessenger(me: string): void {
  closeMessenger();
  current.value = inboxOf(me);
  listened = [...followFrames(), ...followPage()];
  void current.peek().refresh();
  // What was written before a reload is still to be sent.
  for (const them of keptPartners(me)) chatWith(them).revive();
}

export function closeMessenger(): void {
  for (const stop of listened) stop();
  listened = [];
  for (const chat of chats.values()) chat.stop();
  chats.clear();
  forgetPresence();
  current.peek().stop();
  current.value = inboxOf('');
  unreadMessages.value = 0;
}
