/** A film as a form holds it: texts only, lists a line an item. */
import type { Movie, MovieDraft } from '../api/types.ts';

/** In the order of the form. */
export const lineFields = ['title', 'original_title', 'content_rating'] as const;
export const numberFields = ['year', 'duration_minutes'] as const;
export const listFields = ['directors', 'cast', 'tags'] as const;
export const urlFields = ['poster_url', 'cover_url', 'source_url'] as const;

type TextField =
  | (typeof lineFields)[number]
  | (typeof numberFields)[number]
  | (typeof listFields)[number]
  | (typeof urlFields)[number]
  | 'description';

export type FilmTexts = Record<TextField, string> & { genres: string[] };

/** What the server takes; `year` ends five years from now. */
export function draftBounds(now = new Date()) {
  return {
    title: { max: 200 },
    original_title: { max: 200 },
    content_rating: { max: 10 },
    year: { min: 1888, max: now.getFullYear() + 5 },
    duration_minutes: { min: 1, max: 1440 },
    description: { max: 5000 },
    genres: { max: 10 },
    tags: { max: 50 },
    directors: { max: 50 },
    cast: { max: 50 },
    poster_url: { max: 2000 },
    cover_url: { max: 2000 },
    source_url: { max: 2000 },
  };
}

export function textsOf(film: Partial<Movie>): FilmTexts {
  const lines = (list: readonly string[] = []) => list.join('\n');
  return {
    title: film.title ?? '',
    original_title: film.original_title ?? '',
    content_rating: film.content_rating ?? '',
    year: String(film.year ?? ''),
    duration_minutes: String(film.duration_minutes ?? ''),
    description: film.description ?? '',
    genres: film.genres ?? [],
    tags: lines(film.tags),
    directors: lines(film.directors),
    cast: lines(film.cast),
    poster_url: film.poster_url ?? '',
    cover_url: film.cover_url ?? '',
    source_url: film.source_url ?? '',
  };
}

const listOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Numbers that cannot be read, by their fields. */
export function unreadable(texts: FilmTexts): (typeof numberFields)[number][] {
  return numberFields.filter((field) => !/^\d*$/.test(texts[field].trim()));
}

/** What is left empty is left out. */
export function draftOf(texts: FilmTexts): MovieDraft {
  const draft: MovieDraft = { title: texts.title.trim() };
  for (const field of ['original_title', 'content_rating', 'description', ...urlFields] as const) {
    const text = texts[field].trim();
    if (text !== '') draft[field] = text;
  }
  for (const field of numberFields) {
    const text = texts[field].trim();
    if (text !== '') draft[field] = Number(text);
  }
  for (const field of listFields) {
    const list = listOf(texts[field]);
    if (list.length > 0) draft[field] = list;
  }
  if (texts.genres.length > 0) draft.genres = texts.genres;
  return draft;
}
