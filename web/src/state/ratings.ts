/** The viewer's score of a film, 1 to 10, shown at once with the average it will make. */
import type { Signal } from '@preact/signals';
import { api } from '../api/endpoints.ts';
import type { RatingTally } from '../api/types.ts';
import { nothingYet, type KnownFilm } from './films.ts';
import { optimistic } from './optimistic.ts';

export const scores = 10;

function tallyOf(film: KnownFilm): RatingTally {
  const mine = film.mine?.rating;
  const { average, count, histogram } = film.rating;
  return {
    ...(average !== undefined && { average }),
    count,
    histogram: histogram ?? Array<number>(scores).fill(0),
    ...(mine !== undefined && { mine }),
  };
}

/** The ratings as they will be once the viewer's score is `next`. */
export function expectedRating(now: RatingTally, next: number | undefined): RatingTally {
  const histogram = now.histogram.map((count, at) => {
    const score = at + 1;
    return Math.max(0, count + Number(next === score) - Number(now.mine === score));
  });
  const count = histogram.reduce((sum, n) => sum + n, 0);
  const points = histogram.reduce((sum, n, at) => sum + n * (at + 1), 0);
  return {
    ...(count > 0 && { average: Math.round((points / count) * 100) / 100 }),
    count,
    histogram,
    ...(next !== undefined && { mine: next }),
  };
}

function write(film: KnownFilm, { mine, ...rating }: RatingTally): KnownFilm {
  const { rating: before, ...rest } = film.mine ?? { ...nothingYet, rating: undefined };
  return { ...film, rating, mine: { ...rest, ...(mine !== undefined && { rating: mine }) } };
}

/** `undefined` takes the score back. Throws after rolling back. */
export function rateFilm(
  film: Signal<KnownFilm>,
  score: number | undefined,
  ask = (value: number | undefined) => api.rateMovie(film.peek().id, value),
): Promise<void> {
  const guess = expectedRating(tallyOf(film.peek()), score);
  return optimistic(film, { name: 'rating', read: tallyOf, write }, guess, () => ask(score));
}
