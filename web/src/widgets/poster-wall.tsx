/** A slanted wall of posters behind the account forms. Decoration only. */
import './poster-wall.css';
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/endpoints.ts';
import type { MovieCard } from '../api/types.ts';
import { Poster } from './poster.tsx';

export function PosterWall() {
  const [films, setFilms] = useState<MovieCard[]>([]);
  useEffect(() => {
    api.movies({ limit: 30 }).then(
      ({ items }) => setFilms(items),
      // The form stands without its decoration.
      () => undefined,
    );
  }, []);
  return (
    <div class="poster-wall" aria-hidden="true">
      <div class="poster-wall__slant">
        {films.map((film) => (
          <Poster key={film.id} film={film} />
        ))}
      </div>
    </div>
  );
}
