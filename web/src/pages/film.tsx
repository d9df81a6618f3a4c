/** One film: what it is, what people think of it, what they say about it. */
import './film.css';
import type { ComponentChildren } from 'preact';
import { Link, useSearch } from 'wouter-preact';
import { api } from '../api/endpoints.ts';
import { ProblemError } from '../api/errors.ts';
import { knownFilm, rememberFilm, type KnownFilm } from '../state/films.ts';
import { viewer } from '../state/session.ts';
import { posterHue } from '../posters/index.ts';
import { useResource } from '../ui/resource.ts';
import { lazily } from '../ui/lazily.tsx';
import { Failure } from '../ui/state.tsx';
import { PlainText } from '../ui/plain-text.tsx';
import { useTitle } from '../ui/title.ts';
import { FilmActs } from '../widgets/film-acts.tsx';
import { Poster } from '../widgets/poster.tsx';
import { RatingPanel } from '../widgets/rating.tsx';
import { fill, genreName, number, words } from '../words/index.ts';
import { Missing } from './missing.tsx';

/** Below the first screen: fetched beside the film, not before it. */
const loadTalk = () => import('../widgets/conversation.tsx');
const ConversationView = lazily(async () => (await loadTalk()).ConversationView);

const names = (people: readonly string[]) =>
  people.map((name, at) => (
    <span key={name}>
      {at > 0 && ', '}
      <Link href={`/?q=${encodeURIComponent(name)}`} class="film__person">
        {name}
      </Link>
    </span>
  ));

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="film__fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function People({ film }: { film: KnownFilm }) {
  const { film: text } = words.value;
  return (
    <dl class="film__facts">
      {film.directors.length > 0 && <Fact name={text.by}>{names(film.directors)}</Fact>}
      {film.cast !== undefined && film.cast.length > 0 && (
        <Fact name={text.cast}>{names(film.cast)}</Fact>
      )}
    </dl>
  );
}

function Facts({ film }: { film: KnownFilm }) {
  const { film: text } = words.value;
  const parts = [
    film.year === undefined ? undefined : String(film.year),
    film.duration_minutes === undefined
      ? undefined
      : fill(text.minutes, { n: number(film.duration_minutes) }),
    film.content_rating,
  ].filter((part) => part !== undefined);
  return (
    <ul class="film__line" aria-label={text.facts}>
      {parts.map((part) => (
        <li key={part}>{part}</li>
      ))}
    </ul>
  );
}

function Bone() {
  return (
    <div class="film__inner" aria-hidden="true">
      <span class="film__poster">
        <span class="poster bone" />
      </span>
      <div class="film__head">
        <span class="film__bone film__bone--title bone" />
        <span class="film__bone bone" />
      </div>
    </div>
  );
}

export function FilmPage({ id }: { id: string }) {
  const { film: text } = words.value;
  const who = viewer.value;
  const [answer, retry] = useResource(who && `${id} ${who}`, async () => {
    rememberFilm(await api.movie(id));
  });
  const known = knownFilm(id);
  const sought = new URLSearchParams(useSearch()).get('comment') ?? undefined;
  const film = known?.value;
  useTitle(film?.title, film?.description);

  if (answer.status === 'error') {
    const gone = answer.error instanceof ProblemError && answer.error.status === 404;
    if (gone) return <Missing film />;
    if (!film) return <Failure error={answer.error} retry={retry} />;
  }
  if (!known || !film) {
    return (
      <div class="film">
        <Bone />
      </div>
    );
  }

  // Lists carry films without their cast; until the rest has come, nothing that follows is drawn.
  const whole = film.cast !== undefined;
  const countComments = (change: number) => {
    known.value = { ...known.peek(), comments: Math.max(0, known.peek().comments + change) };
  };
  return (
    <div class="film" style={{ '--hue': posterHue(film).toFixed(1) }}>
      <div class="film__inner">
        <div class="film__poster">
          <Poster film={film} alt={fill(text.poster, { title: film.title })} eager shared />
        </div>
        <header class="film__head">
          <h1 class="film__title">{film.title}</h1>
          {film.original_title !== undefined && film.original_title !== film.title && (
            <p class="film__original">
              <span class="unseen">{text.original}: </span>
              {film.original_title}
            </p>
          )}
          <Facts film={film} />
        </header>
        <FilmActs known={known} />
        <div class="film__rating">
          {whole ? (
            <RatingPanel film={known} />
          ) : (
            <span class="film__bone film__bone--rating bone" aria-hidden="true" />
          )}
        </div>
        <div class="film__about">
          {whole ? (
            <div class="film__description">
              <PlainText text={film.description ?? text.no_description} />
            </div>
          ) : answer.status === 'error' ? (
            <Failure error={answer.error} retry={retry} />
          ) : (
            <span class="film__bone film__bone--text bone" aria-hidden="true" />
          )}
          {whole && <People film={film} />}
          {whole && (
            <ul class="film__genres">
              {film.genres.map((genre) => (
                <li key={genre}>
                  <Link href={`/?genre=${encodeURIComponent(genre)}`} class="chip">
                    {genreName(genre)}
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </div>
        <div class="film__talk">
          {whole && who !== undefined && (
            <ConversationView
              movieId={id}
              total={film.comments}
              sought={sought}
              onCount={countComments}
            />
          )}
        </div>
      </div>
    </div>
  );
}
