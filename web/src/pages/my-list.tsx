/** The films somebody wants to see. */
import './my-list.css';
import { Bookmark, X } from 'lucide-preact';
import { useMemo } from 'preact/hooks';
import { api } from '../api/endpoints.ts';
import { knownFilm, rememberFilm, hidden } from '../state/films.ts';
import { listFilm } from '../state/listed.ts';
import { createPages } from '../state/pages.ts';
import { go } from '../ui/navigation.ts';
import { Nothing } from '../ui/state.tsx';
import { note } from '../ui/toast.tsx';
import { useTitle } from '../ui/title.ts';
import { AccountPage } from '../widgets/account-page.tsx';
import { FilmCard } from '../widgets/film-card.tsx';
import { withAccount } from '../widgets/gate.ts';
import { PagesView } from '../widgets/pages-view.tsx';
import { community } from '../words/community.ts';
import { fill, words } from '../words/index.ts';

async function setListed(id: string, listed: boolean): Promise<void> {
  const film = knownFilm(id);
  if (!film) return;
  if (!(await withAccount(undefined, () => listFilm(film, listed))) || listed) return;
  note(fill(community.peek().list.removed, { title: film.peek().title }), {
    label: words.peek().site.undo,
    run: () => void setListed(id, true),
  });
}

function Films() {
  const { list } = community.value;
  const pages = useMemo(
    () =>
      createPages<string>(
        async (cursor) => {
          const page = await api.userMovies(cursor);
          for (const { movie } of page.items) rememberFilm(movie);
          return { ...page, items: page.items.map(({ movie }) => movie.id) };
        },
        (id) => id,
      ),
    [],
  );
  const ids = pages.items.value.filter(
    (id) => knownFilm(id)?.value.mine?.listed === true && !hidden.value.has(id),
  );
  const nothing = (
    <Nothing heading={list.empty} detail={list.empty_hint}>
      <button type="button" class="button" onClick={() => go('/')}>
        {list.browse}
      </button>
    </Nothing>
  );
  const settled = pages.status.value === 'ready' && !pages.more.value;
  return (
    <PagesView pages={pages} bone="my-list-bone" empty={null}>
      {settled && ids.length === 0 && nothing}
      <ul class="film-wall">
        {ids.map((id, at) => (
          <FilmCard key={id} id={id} eager={at < 14}>
            <button
              type="button"
              class="my-list__remove"
              aria-label={fill(list.remove_named, { title: knownFilm(id)?.peek().title ?? '' })}
              onClick={() => void setListed(id, false)}
            >
              <X size={14} aria-hidden="true" />
              {list.remove}
            </button>
          </FilmCard>
        ))}
      </ul>
    </PagesView>
  );
}

export function MyListPage() {
  const { list } = community.value;
  useTitle(list.heading);
  return (
    <AccountPage heading={list.heading} visitor={list.visitor} wide>
      <header class="page__head">
        <Bookmark size={28} aria-hidden="true" />
        <h1>{list.heading}</h1>
        <p>{list.intro}</p>
      </header>
      <Films />
    </AccountPage>
  );
}
