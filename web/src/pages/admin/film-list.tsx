/** The catalogue as a list to keep. */
import { FileUp, Plus } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { api } from '../../api/endpoints.ts';
import { staffApi } from '../../api/staff.ts';
import type { MovieCard } from '../../api/types.ts';
import { forgetLists } from '../../state/catalogue.ts';
import { bounds } from '../../state/config.ts';
import { hideFilm } from '../../state/films.ts';
import { createPages } from '../../state/pages.ts';
import { dialog, paragraph } from '../../ui/dialog.ts';
import { Nothing } from '../../ui/state.tsx';
import { note } from '../../ui/toast.tsx';
import { withAccount } from '../../widgets/gate.ts';
import { PagesView } from '../../widgets/pages-view.tsx';
import { Poster } from '../../widgets/poster.tsx';
import { SearchField } from '../../widgets/search-field.tsx';
import { fill } from '../../words/index.ts';
import { staff } from '../../words/staff.ts';

/** True once it is gone. */
export async function deleteFilm({ id, title }: Pick<MovieCard, 'id' | 'title'>): Promise<boolean> {
  const { films } = staff.peek();
  const decision = await dialog(
    { title: fill(films.remove_question, { title }), confirm: films.remove, grave: true },
    { content: paragraph(films.remove_detail) },
  );
  if (decision.kind !== 'confirmed') return false;
  if (!(await withAccount(undefined, () => staffApi.deleteMovie(id)))) return false;
  hideFilm(id);
  forgetLists();
  note(fill(films.removed, { title }));
  return true;
}

function Row({ film, onGone }: { film: MovieCard; onGone: () => void }) {
  const { films } = staff.value;
  const { id, title } = film;
  return (
    <li class="admin__row">
      <span class="admin__poster">
        <Poster film={film} />
      </span>
      <span class="admin__words">
        <Link href={`/films/${id}`} class="admin__name">
          {title}
        </Link>
        <span class="admin__facts">
          {film.year !== undefined && <span>{film.year}</span>}
          {film.directors.length > 0 && <span>{film.directors.join(', ')}</span>}
        </span>
      </span>
      <span class="admin__acts">
        <Link
          href={`/admin/films/${id}`}
          class="button"
          aria-label={fill(films.edit_named, { title })}
        >
          {films.edit}
        </Link>
        <button
          type="button"
          class="button button--bare"
          aria-label={fill(films.remove_named, { title })}
          onClick={() => void deleteFilm(film).then((gone) => gone && onGone())}
        >
          {films.remove}
        </button>
      </span>
    </li>
  );
}

function Films({ q }: { q: string }) {
  const { films } = staff.value;
  const pages = useMemo(
    () =>
      createPages<MovieCard>(
        (cursor) => api.movies({ q, cursor, ...(q === '' && { sort: 'newest' as const }) }),
        (film) => film.id,
      ),
    [q],
  );
  const nothing = <Nothing heading={films.none} detail={films.none_hint} />;
  return (
    <PagesView pages={pages} bone="admin-bone" empty={nothing}>
      <ul class="admin__list">
        {pages.items.value.map((film) => (
          <Row
            key={film.id}
            film={film}
            onGone={() => {
              pages.items.value = pages.items.peek().filter(({ id }) => id !== film.id);
            }}
          />
        ))}
      </ul>
    </PagesView>
  );
}

export function FilmList() {
  const { films } = staff.value;
  const [q, setQ] = useState('');
  return (
    <>
      <div class="admin__bar">
        <SearchField label={films.search} max={bounds.value.search.max} onSearch={setQ} />
        <div class="admin__acts">
          <Link href="/admin/import" class="button">
            <FileUp size={16} aria-hidden="true" />
            {staff.value.import.open}
          </Link>
          <Link href="/admin/films/new" class="button button--lit">
            <Plus size={16} aria-hidden="true" />
            {films.add}
          </Link>
        </div>
      </div>
      <Films q={q} />
    </>
  );
}
