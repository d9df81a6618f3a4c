import { describe, expect, it } from 'vitest';
import type { Message } from '../../api/types.ts';
import {
  delivered,
  missed,
  newestUnseen,
  newTranscript,
  queued,
  read,
  settled,
  tickOf,
  withMessages,
  type Transcript,
} from './transcript.ts';

const mine = (id: string, more: Partial<Message> = {}): Message => ({
  id,
  client_id: `c${id}`,
  from: 'me',
  to: 'ana',
  text: id,
  sent_at: '2026-01-01T00:00:00Z',
  ...more,
});
const theirs = (id: string, more: Partial<Message> = {}): Message => ({ ...mine(id, more), from: 'ana', to: 'me' });
const at = '2026-01-01T00:00:09Z';

const empty = newTranscript('me');
const ids = ({ messages }: Transcript) => messages.map(({ id }) => id).join('');
const ticks = (transcript: Transcript) =>
  transcript.messages.filter(({ from }) => from === 'me').map((message) => tickOf(transcript, message));

describe('messages', () => {
  it('stand once and in order, however often and in whatever order they come', () => {
    const some = withMessages(empty, [mine('3'), theirs('1')]);
    expect(ids(withMessages(some, [theirs('2'), mine('3'), theirs('1')]))).toBe('123');
  });

  it('keep a mark that an older copy does not have yet', () => {
    const read = withMessages(empty, [mine('1', { delivered_at: at, read_at: at })]);
    expect(ticks(withMessages(read, [mine('1')]))).toEqual(['read']);
  });

  it('take the place of what was on its way, whoever tells first', () => {
    const waiting = queued(empty, { clientId: 'c1', text: '1', writtenAt: at, state: 'sending' });
    const pushed = withMessages(waiting, [mine('1')]);
    expect(pushed.outgoing).toEqual([]);
    expect(ids(withMessages(pushed, [mine('1')]))).toBe('1');
  });

  it('of the other person do not settle what the viewer wrote under the same client id', () => {
    const waiting = queued(empty, { clientId: 'c1', text: '1', writtenAt: at, state: 'sending' });
    expect(withMessages(waiting, [theirs('1')]).outgoing).toHaveLength(1);
  });
});

describe('marks', () => {
  it('hold for all of mine up to their id, also for those that come later', () => {
    const some = withMessages(empty, [mine('1'), mine('2')]);
    const marked = delivered(read(some, '2', 'ana'), '3');
    expect(ticks(withMessages(marked, [mine('3'), mine('4')]))).toEqual(['read', 'read', 'delivered', 'sent']);
  });

  it('never go back', () => {
    const marked = read(read(empty, '5', 'ana'), '2', 'ana');
    expect(marked.readTo).toBe('5');
    expect(delivered(delivered(empty, '5'), '2').deliveredTo).toBe('5');
  });

  it('of one message speak for those before it', () => {
    expect(ticks(withMessages(empty, [mine('1'), mine('2', { delivered_at: at })]))).toEqual(['delivered', 'delivered']);
  });

  it('by the viewer, here or elsewhere, are about what the other person wrote', () => {
    const some = withMessages(empty, [theirs('1'), mine('2'), theirs('3')]);
    expect(newestUnseen(some)?.id).toBe('3');
    const seen = read(some, '3', 'me');
    expect(newestUnseen(seen)).toBeUndefined();
    expect(ticks(seen)).toEqual(['sent']);
    expect(newestUnseen(withMessages(empty, [theirs('1', { read_at: at })]))).toBeUndefined();
  });
});

describe('what was missed', () => {
  const known = settled(withMessages(empty, [theirs('1'), mine('2'), theirs('3')]), '3');

  it('is asked for after what is known for certain', () => {
    expect(missed(read(known, '2', 'ana'))).toEqual({ after: '3' });
  });

  it('is not taken to begin after a push', () => {
    expect(missed(read(withMessages(known, [theirs('9')]), '2', 'ana'))).toEqual({ after: '3' });
  });

  it('includes marks on what was not read yet', () => {
    expect(missed(known)).toEqual({ after: '1' });
  });

  it('is all, where there was nothing', () => {
    expect(missed(withMessages(empty, [theirs('7')]))).toEqual({ backTo: '' });
  });

  it('can be before all that is here', () => {
    expect(missed(settled(withMessages(empty, [mine('1'), theirs('2')]), '2'))).toEqual({ backTo: '1' });
  });
});

describe('any order of events', () => {
  /** A generator that gives the same numbers each time. */
  function dice(seed: number) {
    let state = seed;
    return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  }

  type Change = (now: Transcript) => Transcript;
  const all = [mine('1'), theirs('2'), mine('3'), theirs('4'), mine('5'), mine('6')];
  const changes: Change[] = [
    ...all.map((message): Change => (now) => withMessages(now, [message])),
    (now) => withMessages(now, all.slice(0, 4)),
    (now) => withMessages(now, [mine('3', { delivered_at: at })]),
    (now) => delivered(now, '5'),
    (now) => delivered(now, '1'),
    (now) => read(now, '3', 'ana'),
    (now) => read(now, '2', 'me'),
    (now) => settled(now, '4'),
  ];
  const waiting = queued(empty, { clientId: 'c6', text: '6', writtenAt: at, state: 'sending' });

  it('comes to the same', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const roll = dice(seed);
      const order = [...changes, ...changes.filter(() => roll() < 0.3)]
        .map((change) => ({ change, at: roll() }))
        .sort((a, b) => a.at - b.at);
      const end = order.reduce((now, { change }) => change(now), waiting);
      expect(ids(end), `seed ${seed}`).toBe('123456');
      expect(ticks(end)).toEqual(['read', 'read', 'delivered', 'sent']);
      expect(newestUnseen(end)?.id).toBe('4');
      expect(end.outgoing).toEqual([]);
    }
  });
});
