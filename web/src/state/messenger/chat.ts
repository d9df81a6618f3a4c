/** One conversation while the page is open: loaded, kept up, written to. */
import { signal } from '@preact/signals';
import type { Messenger } from '../../api/messenger.ts';
import type { Message, Page } from '../../api/types.ts';
import type { Status } from '../pages.ts';
import { createOutbox, newOutgoing, type OutboxHost } from './outbox.ts';
import {
  changed,
  delivered,
  discarded,
  from,
  missed,
  newestUnseen,
  newTranscript,
  queued,
  read,
  settled,
  withMessages,
  type Outgoing,
  type Picture,
  type Transcript,
} from './transcript.ts';

export interface ChatHost extends Pick<OutboxHost, 'now' | 'after' | 'upload'> {
  calls: Pick<Messenger, 'messages' | 'sendMessage' | 'readMessages'>;
  /** Outlives a reload. */
  keep: (outgoing: readonly Outgoing[]) => void;
  /** One of the viewer's own is stored. */
  onSent: (message: Message) => void;
  /** The viewer saw theirs up to an id; `unread` is the server's count, once it has answered. */
  onSeen: (upTo: string, unread?: number) => void;
}

const retryWaits = [1000, 2000, 4000, 8000, 16_000];

export function createChat(me: string, them: string, kept: readonly Outgoing[], host: ChatHost) {
  const transcript = signal<Transcript>({ ...newTranscript(me), outgoing: kept });
  const status = signal<Status>('loading');
  const failure = signal<unknown>(undefined);
  /** Older ones are in the store. */
  const hasOlder = signal(false);
  const loadingOlder = signal(false);
  let olderThan: string | undefined;
  let loaded = false;
  let catchingUp: Promise<void> | undefined;
  let cancelRetry: (() => void) | undefined;
  let failures = 0;
  /** How often it was asked for: once more meanwhile is one more round. */
  let asked = 0;
  /** Theirs that somebody looked at here, and what of it the server knows. */
  let looked = '';
  let told = '';
  let telling = false;
  let untold = 0;
  let cancelTell: (() => void) | undefined;

  const update = (change: (now: Transcript) => Transcript) => {
    const before = transcript.peek();
    transcript.value = change(before);
    if (transcript.peek().outgoing !== before.outgoing) host.keep(transcript.peek().outgoing);
  };

  const outbox = createOutbox({
    now: host.now,
    after: host.after,
    upload: host.upload,
    send: (message) => host.calls.sendMessage(them, message),
    waiting: () => transcript.peek().outgoing,
    change: (clientId, change) => update((now) => changed(now, clientId, change)),
    arrived: (message) => {
      update((now) => withMessages(now, [message]));
      host.onSent(message);
    },
  });

  const take = (page: Page<Message>) => update((now) => withMessages(now, page.items));
  const settle = (last: Message | undefined) => {
    if (last) update((now) => settled(now, last.id));
  };

  async function first(): Promise<void> {
    const page = await host.calls.messages(them, {});
    const oldest = page.next === undefined ? undefined : page.items[0];
    if (oldest) update((now) => from(now, oldest.id));
    take(page);
    settle(page.items.at(-1));
    olderThan = page.next;
    hasOlder.value = page.next !== undefined;
    loaded = true;
  }

  async function since(after: string): Promise<void> {
    for (let id: string | undefined = after; id !== undefined; ) {
      const page: Page<Message> = await host.calls.messages(them, { after: id });
      take(page);
      settle(page.items.at(-1));
      id = page.next;
    }
  }

  /** From the newest back to an id; only then nothing is missing between. */
  async function backTo(id: string): Promise<void> {
    let newest: Message | undefined;
    let before: string | undefined;
    do {
      const page: Page<Message> = await host.calls.messages(them, { before });
      take(page);
      newest ??= page.items.at(-1);
      before = page.next;
      if ((page.items[0]?.id ?? '') <= id) break;
    } while (before !== undefined);
    settle(newest);
  }

  async function ask(): Promise<void> {
    const what = missed(transcript.peek());
    if (!loaded) await first();
    else if ('after' in what) await since(what.after);
    else await backTo(what.backTo);
  }

  /** Failures show only while nothing does; what fails later is tried again for a while, then on the next occasion. */
  async function rounds(): Promise<void> {
    let answered: number;
    do {
      answered = asked;
      try {
        await ask();
        status.value = 'ready';
        failures = 0;
      } catch (error) {
        // An old request failed; who asked after it waits for a new one.
        if (answered !== asked) continue;
        failure.value = error;
        if (!loaded) status.value = 'error';
        const wait = retryWaits[failures];
        failures += 1;
        if (loaded && wait !== undefined) cancelRetry = host.after(wait, () => void catchUp());
      }
    } while (answered !== asked);
  }

  /** Asks the store for what is missing. */
  function catchUp(): Promise<void> {
    asked += 1;
    cancelRetry?.();
    if (catchingUp) return catchingUp;
    if (!loaded) status.value = 'loading';
    catchingUp = rounds().finally(() => (catchingUp = undefined));
    return catchingUp;
  }

  async function loadOlder(): Promise<void> {
    if (loadingOlder.peek() || olderThan === undefined) return;
    loadingOlder.value = true;
    try {
      const page = await host.calls.messages(them, { before: olderThan });
      update((now) => withMessages(now, page.items));
      olderThan = page.next;
      hasOlder.value = page.next !== undefined;
    } finally {
      loadingOlder.value = false;
    }
  }

  /** A push. One that is older than what is here says that pushes overtake each other: one may be missing. */
  function hear(message: Message): void {
    const { messages } = transcript.peek();
    const known = messages.some(({ id }) => id === message.id);
    const late = !known && message.id < (messages.at(-1)?.id ?? '');
    update((now) => withMessages(now, [message]));
    if (late && loaded) void catchUp();
  }

  /** Tells how far somebody looked: one request at a time, and after it only the newest. */
  async function tellSeen(): Promise<void> {
    cancelTell?.();
    if (telling) return;
    telling = true;
    try {
      while (looked > told) {
        const upTo = looked;
        const { unread } = await host.calls.readMessages(them, upTo);
        told = upTo;
        untold = 0;
        update((now) => read(now, upTo, me));
        host.onSeen(upTo, unread);
      }
    } catch {
      // The next look, or connection, tells it too.
      const wait = retryWaits[untold];
      untold += 1;
      if (wait !== undefined) cancelTell = host.after(wait, () => void tellSeen());
    } finally {
      telling = false;
    }
  }

  /** Somebody looks at the newest one. */
  async function look(): Promise<void> {
    const unseen = newestUnseen(transcript.peek());
    if (!unseen) return;
    if (unseen.id > looked) {
      looked = unseen.id;
      host.onSeen(looked);
    }
    untold = 0;
    await tellSeen();
  }

  function send(text: string, picture?: Picture, bytes?: Blob): void {
    const outgoing = newOutgoing({ ...(text !== '' && { text }), ...(picture && { picture }) }, host.now());
    update((now) => queued(now, outgoing));
    outbox.post(outgoing.clientId, bytes);
  }

  return {
    me,
    them,
    transcript,
    status,
    failure,
    hasOlder,
    loadingOlder,
    catchUp,
    loadOlder,
    hear,
    look,
    send,
    hearDelivered: (upTo: string) => update((now) => delivered(now, upTo)),
    hearRead: (upTo: string, by: string) => update((now) => read(now, upTo, by)),
    retry: (clientId: string) => outbox.retry(clientId),
    discard: (clientId: string) => {
      outbox.forget(clientId);
      update((now) => discarded(now, clientId));
    },
    /** There is a connection again. */
    revive: () => {
      outbox.revive();
      untold = 0;
      void tellSeen();
    },
    stop: () => {
      outbox.stop();
      cancelRetry?.();
      cancelTell?.();
    },
  };
}

export type Chat = ReturnType<typeof createChat>;
