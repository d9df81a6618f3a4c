/** Genre, order and era of the catalogue. The address carries them, so they can be shared. */
import './filters.css';
import { Link } from 'wouter-preact';
import type { Genre, MovieSort } from '../api/types.ts';
import { listAddress, type Filters } from '../state/catalogue.ts';
import { Select } from '../ui/field.tsx';
import { go } from '../ui/navigation.ts';
import { fill, genreName, number, words } from '../words/index.ts';

const firstDecade = 1900;
const lastDecade = Math.floor(new Date().getFullYear() / 10) * 10;
const decades = Array.from(
  { length: (lastDecade - firstDecade) / 10 + 1 },
  (_, at) => lastDecade - at * 10,
);

export function SortAndEra({ filters }: { filters: Filters }) {
  const { catalogue } = words.value;
  const sorts: MovieSort[] = ['popular', 'top_rated', 'newest', 'title'];
  if (filters.q !== '') sorts.unshift('relevance');
  const usual: MovieSort = filters.q === '' ? 'popular' : 'relevance';
  const change = (next: Partial<Filters>) => go(listAddress({ ...filters, ...next }));
  return (
    <div class="sort-and-era">
      <Select
        label={catalogue.years}
        value={String(filters.decade ?? '')}
        options={[
          { value: '', label: catalogue.any_year },
          ...decades.map((from) => ({
            value: String(from),
            label: fill(catalogue.decade, { from, to: from + 9 }),
          })),
        ]}
        onChange={(value) => change({ decade: value === '' ? undefined : Number(value) })}
      />
      <Select<MovieSort>
        label={catalogue.sort}
        value={filters.sort ?? usual}
        options={sorts.map((value) => ({ value, label: catalogue.sorts[value] }))}
        onChange={(sort) => change({ sort: sort === usual ? undefined : sort })}
      />
    </div>
  );
}

/** The usual genres take the room that the real ones will need. */
function Bones() {
  return Object.values(words.value.genres).map((name) => (
    <li key={name} aria-hidden="true" class="chip chip--bone bone">
      {name}
      <span class="chip__count">00</span>
    </li>
  ));
}

export function GenreChips(props: { filters: Filters; genres: readonly Genre[] | undefined }) {
  const { filters, genres } = props;
  const { catalogue } = words.value;
  // They count the whole catalogue: beside a search or an era they would promise too much.
  const counted = filters.q === '' && filters.decade === undefined;
  const chip = (genre: string, label: string, count?: number) => (
    <li key={genre}>
      <Link
        href={listAddress({ ...filters, genre })}
        class="chip"
        {...(filters.genre === genre && { 'aria-current': 'true' })}
      >
        {label}
        {counted && count !== undefined && <span class="chip__count">{number(count)}</span>}
      </Link>
    </li>
  );
  return (
    <nav class="chips" aria-label={catalogue.genres}>
      <ul>
        {chip('', catalogue.all_genres)}
        {genres?.map(({ genre, count }) => chip(genre, genreName(genre), count)) ?? <Bones />}
      </ul>
    </nav>
  );
}
