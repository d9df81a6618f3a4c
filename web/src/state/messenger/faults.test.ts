/**
 * Two people, two devices each, and a network that drops requests and answers, delays and
 * reorders what is pushed, and kills sockets. Once it behaves, all agree with the store.
 */
import { expect, it } from 'vitest';
import { NetworkError } from '../../api/errors.ts';
import type { Conversations, Message, NewMessage } from '../../api/types.ts';
import { createChat, type ChatHost } from './chat.ts';
import { createInbox } from './inbox.ts';
import { unreadTotal } from './tally.ts';
import { tickOf } from './transcript.ts';

type Who = 'ana' | 'teo';
type Frame =
  | { type: 'message'; message: Message }
  | { type: 'delivered'; conversation: Who; up_to: string }
  | { type: 'read'; conversation: Who; up_to: string; by: Who };

const other = (who: Who): Who => (who === 'ana' ? 'teo' : 'ana');
const pageSize = 3;

/** A generator that gives the same numbers each time. */
function dice(seed: number) {
  let state = seed * 7919;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

function createWorld(seed: number) {
  const roll = dice(seed);
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const after = (ms: number, run: () => void) => {
    const timer = { at: now + ms, run };
    timers.push(timer);
    return () => (timers = timers.filter((one) => one !== timer));
  };
  let faulty = true;
  const stored: Message[] = [];
  const devices = (['ana', 'ana', 'teo', 'teo'] as const).map(createDevice);

  function push(who: Who, frame: Frame): boolean {
    let took = false;
    for (const device of devices.filter((one) => one.who === who && one.connected)) {
      took = true;
      after(roll() * 400, () => {
        if (device.connected) device.hear(frame);
      });
    }
    return took;
  }

  /** Each request takes its time; it, or its answer, may be lost. */
  function request<T>(act: () => T): Promise<T> {
    return new Promise((done, failed) => {
      const lost = faulty ? roll() : 1;
      after(10 + roll() * 200, () => {
        if (lost < 0.15) {
          failed(new NetworkError());
          return;
        }
        const answer = act();
        after(10 + roll() * 200, () => (lost < 0.3 ? failed(new NetworkError()) : done(answer)));
      });
    });
  }

  function mark(from: Who, upTo: string, name: 'delivered_at' | 'read_at'): boolean {
    let changed = false;
    for (const [at, message] of stored.entries()) {
      if (message.from !== from || message.id > upTo || message[name] !== undefined) continue;
      stored[at] = { ...message, delivered_at: message.delivered_at ?? 'x', [name]: 'x' };
      changed = true;
    }
    return changed;
  }

  function deliver(to: Who, upTo: string): void {
    if (mark(other(to), upTo, 'delivered_at')) push(other(to), { type: 'delivered', conversation: to, up_to: upTo });
  }

  function store(from: Who, { client_id, text = '' }: NewMessage): Message {
    const known = stored.find((one) => one.from === from && one.client_id === client_id);
    if (known) return known;
    const id = String(stored.length + 1).padStart(4, '0');
    const message: Message = { id, client_id, from, to: other(from), text, sent_at: new Date(now).toISOString() };
    stored.push(message);
    push(from, { type: 'message', message });
    if (push(other(from), { type: 'message', message })) deliver(other(from), id);
    return stored.find((one) => one.id === id) ?? message;
  }

  const unreadOf = (who: Who) => stored.filter((one) => one.to === who && one.read_at === undefined).length;

  function callsOf(who: Who): ChatHost['calls'] {
    return {
      sendMessage: (_them, message) => request(() => store(who, message)),
      readMessages: (_them, upTo) =>
        request(() => {
          if (mark(other(who), upTo, 'read_at')) {
            push(other(who), { type: 'read', conversation: who, up_to: upTo, by: who });
            push(who, { type: 'read', conversation: other(who), up_to: upTo, by: who });
          }
          return { unread: unreadOf(who) };
        }),
      messages: (_them, { after: since, before }) =>
        request(() => {
          const all = stored.filter(({ id }) => (since === undefined || id > since) && (before === undefined || id < before));
          const items = since === undefined ? all.slice(-pageSize) : all.slice(0, pageSize);
          const edge = (since === undefined ? items[0] : items.at(-1))?.id;
          const last = items.at(-1)?.id;
          if (last !== undefined) deliver(who, last);
          return { items: [...items], ...(all.length > pageSize && edge !== undefined && { next: edge }) };
        }),
    };
  }

  function conversationsOf(who: Who): Promise<Conversations> {
    return request(() => {
      const last_message = stored.at(-1);
      const unread = unreadOf(who);
      const user = { id: other(who), name: other(who), online: true };
      return { items: last_message ? [{ user, last_message, unread }] : [], unread_total: unread };
    });
  }

  function createDevice(who: Who) {
    const them = other(who);
    const inbox = createInbox(who, {
      calls: { conversations: () => conversationsOf(who) },
      after,
      onPage: () => undefined,
      onChange: () => undefined,
    });
    const chat = createChat(who, them, [], {
      calls: callsOf(who),
      now: () => now,
      after,
      upload: () => Promise.reject(new Error('no pictures here')),
      keep: () => undefined,
      onSent: inbox.note,
      onSeen: (upTo, unread) => inbox.noteSeen(them, upTo, unread),
    });
    const device = {
      who,
      chat,
      inbox,
      connected: false,
      hear(frame: Frame): void {
        if (frame.type === 'message') {
          inbox.note(frame.message);
          chat.hear(frame.message);
        } else if (frame.type === 'delivered') {
          chat.hearDelivered(frame.up_to);
        } else {
          chat.hearRead(frame.up_to, frame.by);
          if (frame.by === who) inbox.noteSeen(frame.conversation, frame.up_to);
        }
      },
      connect(): void {
        device.connected = true;
        void inbox.refresh();
        void chat.catchUp();
        chat.revive();
      },
    };
    return device;
  }

  async function pass(ms: number): Promise<void> {
    const until = now + ms;
    for (;;) {
      for (let step = 0; step < 12; step += 1) await Promise.resolve();
      const [next] = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (!next) break;
      now = next.at;
      timers = timers.filter((one) => one !== next);
      next.run();
    }
    now = until;
  }

  return { roll, devices, stored, unreadOf, pass, behave: () => (faulty = false) };
}

async function play(seed: number) {
  const world = createWorld(seed);
  const { roll, devices, pass } = world;
  for (let turn = 0; turn < 60; turn += 1) {
    const device = devices[Math.floor(roll() * devices.length)];
    if (!device) continue;
    const chance = roll();
    if (chance < 0.45) device.chat.send(`${seed}.${turn}`);
    else if (chance < 0.65) void device.chat.look();
    else if (chance < 0.8) device.connected = false;
    else device.connect();
    await pass(roll() * 900);
  }
  world.behave();
  for (const device of devices) device.connect();
  await pass(60_000);
  return world;
}

it.each(Array.from({ length: 40 }, (_, at) => at + 1))('ends in agreement with the store (world %i)', async (seed) => {
  const { devices, stored, unreadOf, pass } = await play(seed);
  expect(stored.length).toBeGreaterThan(5);
  for (const { who, chat, inbox } of devices) {
    while (chat.hasOlder.value) {
      const older = chat.loadOlder();
      await pass(1000);
      await older;
    }
    const transcript = chat.transcript.value;
    expect(transcript.messages.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
    expect(transcript.outgoing).toEqual([]);
    expect(unreadTotal(inbox.tally.value)).toBe(unreadOf(who));
    const mine = stored.filter(({ from }) => from === who);
    const ticks = mine.map((message) => (message.read_at ? 'read' : message.delivered_at ? 'delivered' : 'sent'));
    expect(transcript.messages.filter(({ from }) => from === who).map((one) => tickOf(transcript, one))).toEqual(ticks);
  }
  expect(new Set(stored.map(({ from, client_id }) => `${from} ${client_id}`)).size).toBe(stored.length);
});
