/** A film's face: its own picture where it has one, over the poster that is drawn for it. */
import './poster.css';
import { useState } from 'preact/hooks';
import type { MovieCard } from '../api/types.ts';
import { posterUrl } from '../posters/index.ts';

type Film = Pick<MovieCard, 'id' | 'title' | 'year' | 'genres' | 'directors' | 'poster_url'>;

const drawn = new Map<string, string>();

/** Drawing is a few tenths of a millisecond, but a wall of posters is redrawn often. */
function drawnPoster(film: Film): string {
  const { title, year, genres, directors } = film;
  const key = [film.id, title, year, genres.join(), directors.join()].join('|');
  const url = drawn.get(key) ?? posterUrl({ title, year, genres, directors });
  drawn.set(key, url);
  return url;
}

/** `alt` is empty where the title stands beside the poster. */
export function Poster(props: { film: Film; alt?: string; eager?: boolean; shared?: boolean }) {
  const { film } = props;
  const [broken, breakIt] = useState<string>();
  const picture = film.poster_url?.startsWith('https://') ? film.poster_url : undefined;
  const loading = props.eager ? 'eager' : 'lazy';
  return (
    <span class={props.shared ? 'poster poster--shared' : 'poster'}>
      <img src={drawnPoster(film)} alt={props.alt ?? ''} width={200} height={300} decoding="async" />
      {picture !== undefined && picture !== broken && (
        <img
          class="poster__picture"
          src={picture}
          alt=""
          width={200}
          height={300}
          loading={loading}
          decoding="async"
          referrerpolicy="no-referrer"
          onError={() => breakIt(picture)}
        />
      )}
    </span>
  );
}
