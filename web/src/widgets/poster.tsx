/** A film's face: its own picture where it has one, over the poster that is drawn for it. */
import './poster.css';
import { useState } from 'preact/hooks';
import type { MovieCard } from '../api/types.ts';
import { posterUrl, type PosterFilm } from '../posters/index.ts';
import { useNear } from '../ui/near.ts';

type Film = Pick<MovieCard, 'id' | 'title' | 'year' | 'genres' | 'directors' | 'poster_url'>;

const known = new Map<string, string>();

/** The poster that is drawn for a film; `eager` where it is met first, and need not wait to come near. */
export function DrawnPoster({ film, alt, eager, ...rest }: { film: PosterFilm; alt?: string; eager?: boolean; class?: string }) {
  const { title, year, genres, directors } = film;
  const key = [title, year, genres.join(), directors.join()].join('|');
  // What was drawn before is shown at once: who goes back finds the page as it was.
  const [place, near] = useNear<HTMLImageElement>(eager === true || known.has(key));
  if (near && !known.has(key)) known.set(key, posterUrl(film));
  return <img ref={place} {...(near && { src: known.get(key) })} alt={alt ?? ''} width={200} height={300} decoding="async" {...rest} />;
}

/** `alt` is empty where the title stands beside the poster. */
export function Poster(props: { film: Film; alt?: string; eager?: boolean; shared?: boolean }) {
  const { film } = props;
  const [broken, breakIt] = useState<string>();
  const picture = film.poster_url?.startsWith('https://') ? film.poster_url : undefined;
  const loading = props.eager ? 'eager' : 'lazy';
  return (
    <span class={props.shared ? 'poster poster--shared' : 'poster'}>
      <DrawnPoster film={film} alt={props.alt ?? ''} eager={props.eager === true || props.shared === true} />
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
