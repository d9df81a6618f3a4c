/**
 * The films this page has seen, one signal each, so that a like on a film's page
 * also shows on its poster in the list, and the film's page opens with what the list knew.
 */
import { signal, type Signal } from '@preact/signals';
import { api } from '../api/endpoints.ts';
import type { Movie, MovieCard, RatingSummary, Reaction } from '../api/types.ts';
import { react } from './reactions.ts';

export type KnownFilm = Omit<MovieCard, 'rating'> &
  Partial<Pick<Movie, 'description' | 'cast'>> & {
    rating: RatingSummary & Partial<Pick<Movie['rating'], 'histogram'>>;
  };

/** How a viewer stands to a film that they have done nothing to. */
export const nothingYet = { listed: false, blocked: false };

const films = new Map<string, Signal<KnownFilm>>();
/** Reported in this visit: lists that were loaded before leave them out. */
export const hidden = signal<ReadonlySet<string>>(new Set());

export function knownFilm(id: string): Signal<KnownFilm> | undefined {
  return films.get(id);
}

export function rememberFilm(film: KnownFilm): Signal<KnownFilm> {
  const known = films.get(film.id);
  if (!known) {
    const fresh = signal(film);
    films.set(film.id, fresh);
    return fresh;
  }
  const { histogram } = known.peek().rating;
  // A list knows the average alone.
  const rating = { ...(histogram && { histogram }), ...film.rating };
  known.value = { ...known.peek(), ...film, rating };
  return known;
}

/** Another viewer's `mine` must not be shown: nothing is known about the next one. */
export function forgetFilms(): void {
  films.clear();
  hidden.value = new Set();
}

export function hideFilm(id: string): void {
  hidden.value = new Set([...hidden.value, id]);
}

export function showFilm(id: string): void {
  hidden.value = new Set([...hidden.value].filter((other) => other !== id));
}

export function reactToFilm(film: Signal<KnownFilm>, pressed: Reaction): Promise<void> {
  const { id } = film.peek();
  return react(film, nothingYet, pressed, (value) =>
    api.reactToMovie(id, value),
  );
}
