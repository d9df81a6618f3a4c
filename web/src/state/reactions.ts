/** Like and dislike, the same for films and comments. */
import type { Signal } from '@preact/signals';
import type { Reaction, Reactions, Tally } from '../api/types.ts';
import { optimistic } from './optimistic.ts';

interface Reactable<M> {
  reactions: Reactions;
  mine?: M & { reaction?: Reaction };
}

/** The counts as they will be once the viewer's reaction is `next`. */
export function expectedTally(now: Tally, next: Reaction | undefined): Tally {
  const change = (value: Reaction) => Number(next === value) - Number(now.mine === value);
  return {
    likes: Math.max(0, now.likes + change('like')),
    dislikes: Math.max(0, now.dislikes + change('dislike')),
    ...(next && { mine: next }),
  };
}

export function tallyOf<M>(thing: Reactable<M>): Tally {
  const reaction = thing.mine?.reaction;
  return { ...thing.reactions, ...(reaction && { mine: reaction }) };
}

/** Pressing what is already chosen takes it back. Throws after rolling back. */
export function react<M extends object, T extends Reactable<M>>(
  thing: Signal<T>,
  nobodyYet: M,
  pressed: Reaction,
  ask: (value: Reaction | undefined) => Promise<Tally>,
): Promise<void> {
  const now = tallyOf(thing.peek());
  const next = now.mine === pressed ? undefined : pressed;
  const write = (whole: T, tally: Tally): T => {
    const before: M & { reaction?: Reaction } = whole.mine ?? nobodyYet;
    const { reaction, ...mine } = before;
    return {
      ...whole,
      reactions: { likes: tally.likes, dislikes: tally.dislikes },
      mine: { ...mine, ...(tally.mine && { reaction: tally.mine }) },
    };
  };
  return optimistic(thing, { name: 'reaction', read: tallyOf, write }, expectedTally(now, next), () => ask(next));
}
