/** The lists of films that were looked at, kept so that going back finds them as they were left. */
import { effect } from '@preact/signals';
import { api } from '../api/endpoints.ts';
import type { MovieQuery, MovieSort } from '../api/types.ts';
import { forgetFilms, rememberFilm } from './films.ts';
import { createPages, type Pages } from './pages.ts';
import { viewer } from './session.ts';

export interface Filters {
  q: string;
  genre: string;
  /** First year of a decade. */
  decade: number | undefined;
  sort: MovieSort | undefined;
}

const pageSize = 42;
const keptLists = 8;
/** A list this old is asked for anew when it is entered forwards. */
const staleMs = 60_000;

const lists = new Map<string, Pages<string>>();

export function filtersOf(search: string): Filters {
  const query = new URLSearchParams(search);
  const decade = Number.parseInt(query.get('decade') ?? '', 10);
  const sort = query.get('sort');
  const known: readonly MovieSort[] = ['popular', 'top_rated', 'newest', 'title', 'relevance'];
  return {
    q: query.get('q') ?? '',
    genre: query.get('genre') ?? '',
    decade: Number.isNaN(decade) ? undefined : decade,
    sort: known.find((name) => name === sort),
  };
}

export function searchOf(filters: Filters): string {
  const query = new URLSearchParams();
  if (filters.q !== '') query.set('q', filters.q);
  if (filters.genre !== '') query.set('genre', filters.genre);
  if (filters.decade !== undefined) query.set('decade', String(filters.decade));
  if (filters.sort !== undefined) query.set('sort', filters.sort);
  return query.size > 0 ? `?${query.toString()}` : '';
}

/** Of the list of these films. Without any filter it is not the front page. */
export function listAddress(filters: Filters): string {
  const search = searchOf(filters);
  return `/${search === '' ? searchOf({ ...filters, sort: 'popular' }) : search}`;
}

function queryOf(filters: Filters): MovieQuery {
  return {
    q: filters.q,
    genre: filters.genre,
    sort: filters.sort,
    ...(filters.decade !== undefined && {
      year_from: filters.decade,
      year_to: filters.decade + 9,
    }),
  };
}

function filmPages(query: MovieQuery, limit: number): Pages<string> {
  return createPages<string>(
    async (cursor) => {
      const page = await api.movies({ ...query, limit, cursor });
      for (const film of page.items) rememberFilm(film);
      return { ...page, items: page.items.map((film) => film.id) };
    },
    (id) => id,
  );
}

/** What the front page shows a shelf each of. */
export const shelfSorts = ['popular', 'top_rated', 'newest'] as const;
type Shelves = Record<(typeof shelfSorts)[number], Pages<string>>;

const shelfSize = 15;
let shelves: Shelves | undefined;

/** The first films in each order, kept as the lists are. */
export function frontShelves(forwards: boolean): Shelves {
  if (shelves && !(forwards && Date.now() - shelves.popular.bornAt > staleMs)) return shelves;
  const shelf = (sort: MovieSort) => filmPages({ sort }, shelfSize);
  shelves = { popular: shelf('popular'), top_rated: shelf('top_rated'), newest: shelf('newest') };
  return shelves;
}

/** The ids of the films under these filters; the films themselves are in `state/films.ts`. */
export function catalogueList(filters: Filters, forwards: boolean): Pages<string> {
  const key = searchOf(filters);
  const kept = lists.get(key);
  if (kept && !(forwards && Date.now() - kept.bornAt > staleMs)) return kept;
  const list = filmPages(queryOf(filters), pageSize);
  lists.set(key, list);
  const oldest = lists.keys().next().value;
  if (lists.size > keptLists && oldest !== undefined) lists.delete(oldest);
  return list;
}

/** After a film came back, lists that were loaded without it are out of date. */
export function forgetLists(): void {
  lists.clear();
  shelves = undefined;
}

let lastSearch = '';

/** The list that was looked at last, as an address. */
export function lastCatalogue(): string {
  return `/${lastSearch}`;
}

export function enterCatalogue(filters: Filters): void {
  lastSearch = searchOf(filters);
}

let lastViewer: string | undefined;
effect(() => {
  const now = viewer.value;
  if (lastViewer !== undefined && now !== lastViewer) {
    forgetLists();
    forgetFilms();
  }
  lastViewer = now;
});
