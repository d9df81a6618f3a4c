import { describe, expect, it, vi } from 'vitest';
import { NetworkError, ProblemError } from '../../api/errors.ts';
import type { Message, NewMessage } from '../../api/types.ts';
import { createChat, type ChatHost } from './chat.ts';
import type { Outgoing } from './transcript.ts';

/** A store with one conversation, a network that fails when told to, and a clock that is moved. */
function world(stored: Message[] = [], kept: Outgoing[] = []) {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const faults: ('before' | 'after' | Error)[] = [];
  const calls: ChatHost['calls'] = {
    messages: vi.fn((_user: string, { after, before }: { after?: string | undefined; before?: string | undefined }) => {
      const size = 3;
      if (after !== undefined) {
        const all = stored.filter(({ id }) => id > after);
        const items = all.slice(0, size);
        const last = items.at(-1);
        return Promise.resolve({ items, ...(all.length > size && last && { next: last.id }) });
      }
      const all = stored.filter(({ id }) => before === undefined || id < before);
      const items = all.slice(-size);
      const first = items[0];
      return Promise.resolve({ items, ...(all.length > size && first && { next: first.id }) });
    }),
    sendMessage: vi.fn((_user: string, { client_id, text }: NewMessage) => {
      const fault = faults.shift();
      if (fault === 'before') return Promise.reject(new NetworkError());
      if (fault instanceof Error) return Promise.reject(fault);
      const known = stored.find((one) => one.client_id === client_id && one.from === 'me');
      const message = known ?? push({ client_id, from: 'me', to: 'ana', ...(text !== undefined && { text }) });
      return fault === 'after' ? Promise.reject(new NetworkError()) : Promise.resolve(message);
    }),
    readMessages: vi.fn(() => Promise.resolve({ unread: 0 })),
  };
  function push(parts: Partial<Message>): Message {
    const id = String(stored.length + 1).padStart(3, '0');
    const message = { id, client_id: id, from: 'ana', to: 'me', text: id, sent_at: '2026-01-01T00:00:00Z', ...parts };
    stored.push(message);
    return message;
  }
  const host = {
    calls,
    now: () => now,
    after: (ms: number, run: () => void) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => (timers = timers.filter((other) => other !== timer));
    },
    upload: vi.fn(() => Promise.resolve('media')),
    keep: vi.fn(),
    onSent: vi.fn(),
    onSeen: vi.fn(),
  };
  const settle = async () => {
    for (let step = 0; step < 30; step += 1) await Promise.resolve();
  };
  const chat = createChat('me', 'ana', kept, host);
  return {
    chat,
    stored,
    faults,
    push,
    host,
    settle,
    texts: () => chat.transcript.value.messages.map(({ text }) => text),
    states: () => chat.transcript.value.outgoing.map(({ state }) => state),
    async pass(ms: number) {
      const until = now + ms;
      await settle();
      for (;;) {
        const [next] = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        now = next.at;
        timers = timers.filter((other) => other !== next);
        next.run();
        await settle();
      }
      now = until;
    },
  };
}

function filled(many: number) {
  const here = world();
  for (let n = 0; n < many; n += 1) here.push({});
  return here;
}

const keys = (calls: unknown[][]) => calls.map(([, message]) => (message as NewMessage).client_id);

describe('reading', () => {
  it('begins with the newest page and goes back page by page', async () => {
    const { chat, texts } = filled(8);
    await chat.catchUp();
    expect(texts()).toEqual(['006', '007', '008']);
    await chat.loadOlder();
    await chat.loadOlder();
    expect(texts()).toHaveLength(8);
    expect(chat.hasOlder.value).toBe(false);
  });

  it('brings all that was missed, however many pages it takes', async () => {
    const here = filled(2);
    await here.chat.catchUp();
    for (let n = 0; n < 10; n += 1) here.push({});
    await here.chat.catchUp();
    expect(here.texts()).toEqual(here.stored.map(({ text }) => text));
  });

  it('does not believe that a push is the next one', async () => {
    const here = filled(2);
    await here.chat.catchUp();
    here.push({});
    here.chat.hear(here.push({}));
    expect(here.texts()).toEqual(['001', '002', '004']);
    await here.chat.catchUp();
    expect(here.texts()).toEqual(['001', '002', '003', '004']);
  });

  it('asks the store when pushes overtake each other', async () => {
    const here = filled(2);
    await here.chat.catchUp();
    const [third, , fifth] = [here.push({}), here.push({}), here.push({})];
    here.chat.hear(fifth);
    here.chat.hear(third);
    await here.settle();
    expect(here.texts()).toEqual(['001', '002', '003', '004', '005']);
  });

  it('catches up in a conversation that was empty', async () => {
    const here = world();
    await here.chat.catchUp();
    here.push({});
    await here.chat.catchUp();
    expect(here.texts()).toEqual(['001']);
  });

  it('brings the marks that were missed', async () => {
    const here = world();
    here.push({ from: 'me', to: 'ana' });
    here.push({});
    await here.chat.catchUp();
    for (const one of here.stored.splice(0, 1)) here.stored.unshift({ ...one, delivered_at: 'x', read_at: 'x' });
    await here.chat.catchUp();
    expect(here.chat.transcript.value.readTo).toBe('001');
  });

  it('tells once what was seen', async () => {
    const here = filled(2);
    await here.chat.catchUp();
    await Promise.all([here.chat.look(), here.chat.look()]);
    await here.chat.look();
    expect(here.host.calls.readMessages).toHaveBeenCalledTimes(1);
    here.chat.hear(here.push({}));
    await here.chat.look();
    expect(here.host.calls.readMessages).toHaveBeenLastCalledWith('ana', '003');
  });

  it('does not tell of each message when many come at once', async () => {
    const here = filled(1);
    await here.chat.catchUp();
    const looks = [here.chat.look()];
    for (let n = 0; n < 9; n += 1) {
      here.chat.hear(here.push({}));
      looks.push(here.chat.look());
    }
    await Promise.all(looks);
    await here.settle();
    const upTo = vi.mocked(here.host.calls.readMessages).mock.calls.map(([, id]) => id);
    expect(upTo).toEqual(['001', '010']);
  });

  it('tells again what was seen if that did not arrive', async () => {
    const here = filled(1);
    await here.chat.catchUp();
    vi.mocked(here.host.calls.readMessages).mockRejectedValueOnce(new NetworkError());
    await here.chat.look();
    await here.chat.look();
    expect(here.host.calls.readMessages).toHaveBeenCalledTimes(2);
  });
});

describe('writing', () => {
  it('shows at once and is stored in order', async () => {
    const here = world();
    here.chat.send('one');
    here.chat.send('two');
    expect(here.states()).toEqual(['sending', 'sending']);
    await here.settle();
    expect(here.states()).toEqual([]);
    expect(here.texts()).toEqual(['one', 'two']);
    expect(here.host.onSent).toHaveBeenCalledTimes(2);
  });

  it('is stored once when the answer is lost', async () => {
    const here = world();
    here.faults.push('after');
    here.chat.send('one');
    await here.pass(1000);
    expect(here.stored).toHaveLength(1);
    expect(here.texts()).toEqual(['one']);
    expect(new Set(keys(vi.mocked(here.host.calls.sendMessage).mock.calls)).size).toBe(1);
  });

  it('stays in order when the first of several is delayed', async () => {
    const here = world();
    here.faults.push('before', 'after');
    here.chat.send('one');
    here.chat.send('two');
    await here.pass(5000);
    expect(here.texts()).toEqual(['one', 'two']);
    expect(here.stored.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('says after a while that it did not arrive, and goes on when there is a network', async () => {
    const here = world();
    here.faults.push(...Array.from({ length: 8 }, () => 'before' as const));
    here.chat.send('one');
    here.chat.send('two');
    await here.pass(10_000);
    expect(here.states()).toEqual(['sending', 'sending']);
    await here.pass(40_000);
    expect(here.states()).toEqual(['failed', 'failed']);
    here.faults.length = 0;
    here.chat.revive();
    await here.settle();
    expect(here.texts()).toEqual(['one', 'two']);
  });

  it('does not repeat by itself what was refused, and does not hold up the next', async () => {
    const here = world();
    here.faults.push(new ProblemError({ status: 403, code: 'blocked' }));
    here.chat.send('one');
    here.chat.send('two');
    await here.settle();
    here.chat.revive();
    await here.settle();
    expect(here.states()).toEqual(['failed']);
    expect(here.texts()).toEqual(['two']);
    const [refused] = here.chat.transcript.value.outgoing;
    here.chat.retry(refused?.clientId ?? '');
    await here.settle();
    expect(here.texts()).toEqual(['two', 'one']);
  });

  it('can be given up', async () => {
    const here = world();
    here.faults.push(new ProblemError({ status: 403, code: 'blocked' }));
    here.chat.send('one');
    await here.settle();
    here.chat.discard(here.chat.transcript.value.outgoing[0]?.clientId ?? '');
    expect(here.states()).toEqual([]);
    expect(here.host.keep).toHaveBeenLastCalledWith([]);
  });

  it('goes on after a reload with the same key', async () => {
    const kept: Outgoing = { clientId: 'k', text: 'one', writtenAt: '2026-01-01T00:00:00Z', state: 'sending' };
    const here = world([], [kept]);
    here.chat.revive();
    await here.settle();
    expect(here.stored.map(({ client_id }) => client_id)).toEqual(['k']);
    expect(here.states()).toEqual([]);
  });

  it('brings a picture once, though its message takes two tries', async () => {
    const here = world();
    here.faults.push('before');
    here.chat.send('', { preview: 'data:', width: 3, height: 2, progress: 0 }, new Blob(['x']));
    await here.pass(1000);
    expect(here.host.upload).toHaveBeenCalledTimes(1);
    expect(here.host.calls.sendMessage).toHaveBeenLastCalledWith('ana', expect.objectContaining({ media_id: 'media' }));
    expect(here.states()).toEqual([]);
  });

  it('ends with the session', async () => {
    const here = world();
    here.faults.push('before');
    here.chat.send('one');
    await here.settle();
    here.chat.stop();
    await here.pass(60_000);
    expect(here.host.calls.sendMessage).toHaveBeenCalledTimes(1);
  });
});
