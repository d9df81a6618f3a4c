/** Whether a film stands in the viewer's list. */
import type { Signal } from '@preact/signals';
import { api } from '../api/endpoints.ts';
import { nothingYet, type KnownFilm } from './films.ts';
import { optimistic, type Part } from './optimistic.ts';

const part: Part<KnownFilm, boolean> = {
  name: 'listed',
  read: (film) => film.mine?.listed ?? false,
  write: (film, listed) => ({ ...film, mine: { ...(film.mine ?? nothingYet), listed } }),
};

/** Throws after rolling back. */
export function listFilm(film: Signal<KnownFilm>, listed: boolean): Promise<void> {
  const { id } = film.peek();
  return optimistic(film, part, listed, async () => {
    await (listed ? api.listMovie(id) : api.unlistMovie(id));
    return listed;
  });
}
