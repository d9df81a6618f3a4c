/** Shows a change at once, then the server's answer, or what was there before. */
import type { Signal } from '@preact/signals';

/** Which part of a thing changes, so that the rest of it may change meanwhile. */
export interface Part<T, P> {
  /** Parts of one thing with different names change independently. */
  name: string;
  read: (whole: T) => P;
  write: (whole: T, part: P) => T;
}

interface UnderWay {
  /** What the server last confirmed: what a failure falls back to. */
  confirmed: unknown;
  /** The newest change; answers to older ones are out of date. */
  turn: symbol;
  /** Changes of one thing reach the server in the order they were made. */
  queue: Promise<unknown>;
}

const underWay = new WeakMap<object, Map<string, UnderWay>>();

/** Throws what `ask` threw, after the part is back at what the server last confirmed. */
export async function optimistic<T, P>(
  target: Signal<T>,
  part: Part<T, P>,
  guess: P,
  ask: () => Promise<P>,
): Promise<void> {
  const turn = Symbol();
  const changes = underWay.get(target) ?? new Map<string, UnderWay>();
  underWay.set(target, changes);
  const before = changes.get(part.name);
  const answered = (before?.queue ?? Promise.resolve()).then(ask, ask);
  const mine: UnderWay = {
    confirmed: before ? before.confirmed : part.read(target.peek()),
    turn,
    queue: answered,
  };
  changes.set(part.name, mine);
  target.value = part.write(target.peek(), guess);

  const now = () => changes.get(part.name) ?? mine;
  try {
    const answer = await answered;
    now().confirmed = answer;
  } finally {
    if (now().turn === turn) {
      target.value = part.write(target.peek(), now().confirmed as P);
      changes.delete(part.name);
    }
  }
}
