/** The front page: one film large, the first of each order, and the genres. */
import './home.css';
import { ArrowRight, Heart, Star } from 'lucide-preact';
import { useEffect, useMemo } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { api } from '../api/endpoints.ts';
import { posterHue } from '../posters/index.ts';
import { enterCatalogue, filtersOf, frontShelves, listAddress, shelfSorts } from '../state/catalogue.ts';
import { hidden, knownFilm, rememberFilm } from '../state/films.ts';
import { askGenres, genres } from '../state/genres.ts';
import { viewer } from '../state/session.ts';
import { forwards } from '../ui/navigation.ts';
import { useResource } from '../ui/resource.ts';
import { Failure, Nothing } from '../ui/state.tsx';
import { useTitle } from '../ui/title.ts';
import { flying, outOfFive } from '../widgets/film-card.tsx';
import { DrawnPoster, Poster } from '../widgets/poster.tsx';
import { Shelf } from '../widgets/shelf.tsx';
import { count, genreName, shortNumber, words } from '../words/index.ts';

const noFilter = filtersOf('');

/** One film, large. Its description comes after the rest and has its room kept. */
function Spotlight({ id }: { id: string }) {
  const { home, catalogue } = words.value;
  useResource(`${id} ${viewer.value ?? ''}`, async () => void rememberFilm(await api.movie(id)));
  const film = knownFilm(id)?.value;
  if (!film) return null;
  const { average } = film.rating;
  const { likes } = film.reactions;
  return (
    <section class="spotlight" style={{ '--hue': posterHue(film).toFixed(1) }}>
      <Link href={`/films/${id}`} class="spotlight__poster" tabIndex={-1} aria-hidden="true" onClick={() => (flying.value = id)}>
        <Poster film={film} eager shared={flying.value === id} />
      </Link>
      <div class="spotlight__words">
        <p class="spotlight__eyebrow">{home.first}</p>
        <h2 class="spotlight__title">{film.title}</h2>
        <p class="spotlight__facts">
          {film.year !== undefined && <span>{film.year}</span>}
          {film.directors.length > 0 && <span>{film.directors.join(', ')}</span>}
          {average !== undefined && film.rating.count > 0 && (
            <span>
              <Star size={16} aria-hidden="true" />
              {outOfFive(average)}
            </span>
          )}
          {likes > 0 && (
            <span>
              <Heart size={16} aria-hidden="true" />
              <span class="unseen">{count(catalogue.likes, likes)}</span>
              <span aria-hidden="true">{shortNumber(likes)}</span>
            </span>
          )}
        </p>
        <p class="spotlight__about">{film.description}</p>
        <Link href={`/films/${id}`} class="button button--lit button--tall" onClick={() => (flying.value = id)}>
          {home.open}
        </Link>
      </div>
    </section>
  );
}

function Genres() {
  const { home, catalogue } = words.value;
  const known = genres.value;
  if (known?.length === 0) return null;
  return (
    <section class="shelf" aria-labelledby="home-genres">
      <header class="shelf__head">
        <h2 id="home-genres">{home.genres}</h2>
        <Link href={listAddress(noFilter)} class="shelf__all">
          {home.everything}
          <ArrowRight size={16} aria-hidden="true" />
        </Link>
      </header>
      <ul class="genres">
        {known?.map(({ genre, count: n }) => {
          const name = genreName(genre);
          const face = { title: name, genres: [genre], directors: [] };
          return (
            <li key={genre}>
              <Link
                href={listAddress({ ...noFilter, genre })}
                class="genre"
                style={{ '--hue': posterHue(face).toFixed(1) }}
              >
                <span class="genre__name">{name}</span>
                <span class="genre__count">{count(catalogue.count, n)}</span>
                <DrawnPoster class="genre__face" film={face} />
              </Link>
            </li>
          );
        }) ?? Object.keys(words.value.genres).map((genre) => <li key={genre} class="genre bone" aria-hidden="true" />)}
      </ul>
    </section>
  );
}

export function Home() {
  const { home, catalogue } = words.value;
  const who = viewer.value;
  const shelves = useMemo(() => frontShelves(forwards.peek()), [who]);
  useTitle(undefined);
  useEffect(() => void askGenres(), []);
  useEffect(() => {
    enterCatalogue(noFilter);
    if (who === undefined) return;
    for (const sort of shelfSorts) {
      if (shelves[sort].items.peek().length === 0) void shelves[sort].loadMore();
    }
  }, [shelves, who]);

  const { popular } = shelves;
  const first = popular.items.value.find((id) => !hidden.value.has(id));
  const failed = popular.status.value === 'error';
  const empty = popular.status.value === 'ready' && popular.items.value.length === 0;
  return (
    <div class="page home">
      <h1 class="home__heading">{home.heading}</h1>
      {failed && (
        <Failure
          error={popular.failure.value}
          retry={() => {
            for (const sort of shelfSorts) void shelves[sort].loadMore();
            void askGenres();
          }}
        />
      )}
      {empty && <Nothing heading={home.empty} detail={home.empty_hint} />}
      {!failed && !empty && (
        <>
          {first === undefined ? <div class="spotlight spotlight--bone bone" aria-hidden="true" /> : <Spotlight key={first} id={first} />}
          {shelfSorts.map((sort) => (
            <Shelf
              key={sort}
              heading={catalogue.sorts[sort]}
              href={listAddress({ ...noFilter, sort })}
              films={shelves[sort]}
              without={sort === 'popular' ? first : undefined}
            />
          ))}
          <Genres />
        </>
      )}
    </div>
  );
}
