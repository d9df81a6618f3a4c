/** All films as a wall of posters. */
import './catalogue.css';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { catalogueList, enterCatalogue, filtersOf } from '../state/catalogue.ts';
import { hidden } from '../state/films.ts';
import { askGenres, genres } from '../state/genres.ts';
import { viewer } from '../state/session.ts';
import { forwards, go, useSearch } from '../ui/navigation.ts';
import { Failure, Nothing } from '../ui/state.tsx';
import { useTitle } from '../ui/title.ts';
import { FilmCard, FilmCardBone } from '../widgets/film-card.tsx';
import { GenreChips, SortAndEra } from '../widgets/filters.tsx';
import { count, fill, genreName, words } from '../words/index.ts';

/** The posters a first screen can hold are fetched at once, the others when they come near. */
const firstScreen = 14;
const bones = Array.from({ length: 14 }, (_, at) => <FilmCardBone key={at} />);

/** Calls `reach` whenever the end of the list comes within a screen of the eye. */
function Sentinel({ reach }: { reach: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const node = mark.current;
    if (!node) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) reach();
      },
      { rootMargin: '900px' },
    );
    observer.observe(node);
    return () => observer.disconnect();
  }, [reach]);
  return <div ref={mark} />;
}

export function Catalogue() {
  const { catalogue } = words.value;
  const search = useSearch();
  const filters = useMemo(() => filtersOf(search), [search]);
  const who = viewer.value;
  const list = useMemo(() => catalogueList(filters, forwards.peek()), [filters, who]);
  useTitle(
    filters.q !== ''
      ? fill(catalogue.heading_search, { q: filters.q })
      : filters.genre === ''
        ? catalogue.heading
        : genreName(filters.genre),
  );

  useEffect(() => void askGenres(), []);
  useEffect(() => {
    enterCatalogue(filters);
    if (who !== undefined && list.items.peek().length === 0) void list.loadMore();
  }, [filters, list, who]);

  const ids = list.items.value.filter((id) => !hidden.value.has(id));
  const status = list.status.value;
  const known = genres.value?.find(({ genre }) => genre === filters.genre);
  const plain = filters.q === '' && filters.decade === undefined;

  return (
    <div class="page">
      <header class="catalogue__head">
        <h1>
          {filters.q === ''
            ? filters.genre === ''
              ? catalogue.heading
              : genreName(filters.genre)
            : fill(catalogue.heading_search, { q: filters.q })}
        </h1>
        {plain && known && <p class="catalogue__count">{count(catalogue.count, known.count)}</p>}
        <SortAndEra filters={filters} />
      </header>
      <GenreChips filters={filters} genres={genres.value} />
      <ul class="film-wall catalogue__wall" aria-busy={status === 'loading'}>
        {ids.map((id, at) => (
          <FilmCard key={id} id={id} eager={at < firstScreen} />
        ))}
        {status === 'loading' && bones}
      </ul>
      {status === 'error' && (
        <Failure error={list.failure.value} retry={() => void list.loadMore()} />
      )}
      {status === 'ready' && ids.length === 0 && !list.more.value && (
        <Nothing heading={catalogue.empty} detail={catalogue.empty_hint}>
          <button type="button" class="button" onClick={() => go('/')}>
            {catalogue.clear_filters}
          </button>
        </Nothing>
      )}
      {status === 'ready' && list.more.value && (
        <Sentinel key={list.items.value.length} reach={() => void list.loadMore()} />
      )}
      {status === 'ready' && !list.more.value && ids.length > firstScreen && (
        <p class="catalogue__end">{catalogue.end}</p>
      )}
    </div>
  );
}
