import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import type { Reaction, Reactions, Tally } from '../api/types.ts';
import { expectedTally, react } from './reactions.ts';

interface Thing {
  reactions: Reactions;
  title: string;
  mine?: { own: boolean; reaction?: Reaction };
}

const thing = () => signal<Thing>({ reactions: { likes: 3, dislikes: 1 }, title: 'a' });

/** Answers that the test gives when it wants to. */
function slow() {
  const waiting: { give: (tally: Tally) => void; fail: (error: Error) => void }[] = [];
  const asked: (Reaction | undefined)[] = [];
  const ask = (value: Reaction | undefined) => {
    asked.push(value);
    return new Promise<Tally>((give, fail) => waiting.push({ give, fail }));
  };
  return { ask, asked, waiting };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

it('moves a vote from one side to the other', () => {
  expect(expectedTally({ likes: 3, dislikes: 1, mine: 'dislike' }, 'like')).toEqual({ likes: 4, dislikes: 0, mine: 'like' });
  expect(expectedTally({ likes: 3, dislikes: 1, mine: 'like' }, undefined)).toEqual({ likes: 2, dislikes: 1 });
});

it('shows the vote at once and then what the server counted', async () => {
  const film = thing();
  const { ask, waiting } = slow();
  const done = react(film, { own: false }, 'like', ask);
  expect(film.value).toMatchObject({ reactions: { likes: 4 }, mine: { reaction: 'like' } });
  await settled();
  waiting[0]?.give({ likes: 9, dislikes: 2, mine: 'like' });
  await done;
  expect(film.value.reactions).toEqual({ likes: 9, dislikes: 2 });
});

it('takes the vote back when it is pressed again', async () => {
  const film = signal<Thing>({ ...thing().value, mine: { own: true, reaction: 'like' } });
  const { ask, asked, waiting } = slow();
  const done = react(film, { own: false }, 'like', ask);
  await settled();
  waiting[0]?.give({ likes: 2, dislikes: 1 });
  await done;
  expect(asked).toEqual([undefined]);
  expect(film.value.mine).toEqual({ own: true });
});

it('rolls back to what was there and leaves what changed meanwhile', async () => {
  const film = thing();
  const { ask, waiting } = slow();
  const done = react(film, { own: false }, 'like', ask);
  film.value = { ...film.value, title: 'b' };
  await settled();
  waiting[0]?.fail(new Error('no'));
  await expect(done).rejects.toThrow('no');
  expect(film.value).toMatchObject({ reactions: { likes: 3, dislikes: 1 }, title: 'b' });
  expect(film.value.mine?.reaction).toBeUndefined();
});

it('keeps quick presses in order and ends at what the server last confirmed', async () => {
  const film = thing();
  const { ask, asked, waiting } = slow();
  const first = react(film, { own: false }, 'like', ask);
  const second = react(film, { own: false }, 'dislike', ask);
  await settled();
  expect(asked).toEqual(['like']);
  waiting[0]?.give({ likes: 4, dislikes: 1, mine: 'like' });
  await first;
  expect(film.value.mine?.reaction).toBe('dislike');
  await settled();
  waiting[1]?.fail(new Error('no'));
  await expect(second).rejects.toThrow('no');
  expect(film.value).toMatchObject({ reactions: { likes: 4, dislikes: 1 }, mine: { reaction: 'like' } });
});
