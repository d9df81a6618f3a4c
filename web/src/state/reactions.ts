/** Like and dislike, the same for films and comments. */
import type { Signal } from '@preact/signals';
import type { ReactionValue, Reactions, Tally } from '../api/types.ts';
import { optimistic } from './optimistic.ts';

interface Reactable<M> {
  reactions: Reactions;
  mine?: M & { reaction?: ReactionValue };
}

/** The counts as they will be once the viewer's reaction is `next`. */
export function expectedTally(now: Tally, next: ReactionValue | undefined): Tally {
  const change = (value: ReactionValue) => Number(next === value) - Number(now.mine === value);
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
  pressed: ReactionValue,
  ask: (value: ReactionValue | undefined) => Promise<Tally>,
): Promise<void> {
  const now = tallyOf(thing.peek());
  const next = now.mine === pressed ? undefined : pressed;
  const write = (whole: T, tally: Tally): T => {
    const before: M & { reaction?: ReactionValue } = whole.mine ?? nobodyYet;
    const { reaction, ...mine } = before;
    return {
      ...whole,
      reactions: { likes: tally.likes, dislikes: tally.dislikes },
      mine: { ...mine, ...(tally.mine && { reaction: tally.mine }) },
    };
  };
  return optimistic(thing, { read: tallyOf, write }, expectedTally(now, next), () => ask(next));
}
