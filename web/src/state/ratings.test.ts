import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import type { RatingTally, Tally } from '../api/types.ts';
import { nothingYet, type KnownFilm } from './films.ts';
import { expectedRating, rateFilm } from './ratings.ts';
import { react } from './reactions.ts';

const histogram = (counts: Record<number, number>) =>
  Array.from({ length: 10 }, (_, at) => counts[at + 1] ?? 0);

const film = () =>
  signal<KnownFilm>({
    id: 'f',
    title: 'Viridiana',
    genres: [],
    tags: [],
    directors: [],
    comments: 0,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    reactions: { likes: 0, dislikes: 0 },
    rating: { average: 8, count: 1, histogram: histogram({ 8: 1 }) },
  });

it('counts a first score, a changed one and one that is taken back', () => {
  const none: RatingTally = { count: 0, histogram: histogram({}) };
  const first = expectedRating(none, 7);
  expect(first).toEqual({ average: 7, count: 1, histogram: histogram({ 7: 1 }), mine: 7 });
  const changed = expectedRating(first, 10);
  expect(changed).toEqual({ average: 10, count: 1, histogram: histogram({ 10: 1 }), mine: 10 });
  expect(expectedRating(changed, undefined)).toEqual(none);
});

it('rounds the average as the server does', () => {
  const now: RatingTally = { average: 7.5, count: 2, histogram: histogram({ 7: 1, 8: 1 }) };
  expect(expectedRating(now, 8)).toMatchObject({ average: 7.67, count: 3 });
});

it('shows the score at once and then what the server counted', async () => {
  const one = film();
  const answer: RatingTally = { average: 6.5, count: 4, histogram: histogram({ 4: 1, 6: 1, 8: 2 }), mine: 4 };
  const done = rateFilm(one, 4, () => Promise.resolve(answer));
  expect(one.value.rating).toMatchObject({ average: 6, count: 2 });
  expect(one.value.mine).toEqual({ ...nothingYet, rating: 4 });
  await done;
  expect(one.value.rating).toEqual({ average: 6.5, count: 4, histogram: answer.histogram });
});

it('goes back to what was there where the server says no', async () => {
  const one = film();
  const before = one.value.rating;
  await expect(rateFilm(one, 4, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(one.value.rating).toEqual(before);
  expect(one.value.mine?.rating).toBeUndefined();
});

it('does not disturb a like that is under way', async () => {
  const one = film();
  let like: (tally: Tally) => void = () => undefined;
  const liked = react(one, nothingYet, 'like', () => new Promise((give) => (like = give)));
  await expect(rateFilm(one, 4, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  like({ likes: 3, dislikes: 0, mine: 'like' });
  await liked;
  expect(one.value.reactions.likes).toBe(3);
  expect(one.value.mine).toEqual({ ...nothingYet, reaction: 'like' });
});
