/** What a viewer does with a film: like it, keep it, report it. */
import type { Signal } from '@preact/signals';
import { Bookmark, BookmarkCheck, Flag, Pencil } from 'lucide-preact';
import { Link } from 'wouter-preact';
import { reactToFilm, type KnownFilm } from '../state/films.ts';
import { listFilm } from '../state/listed.ts';
import { may } from '../state/scopes.ts';
import { words } from '../words/index.ts';
import { withAccount } from './gate.ts';
import { ReactionButtons } from './reactions.tsx';
import { reportFilm } from './report-film.ts';

export function FilmActs({ known }: { known: Signal<KnownFilm> }) {
  const { film: text } = words.value;
  const film = known.value;
  const { id } = film;
  const listed = film.mine?.listed ?? false;
  const Mark = listed ? BookmarkCheck : Bookmark;
  return (
    <div class="film__acts">
      <ReactionButtons
        counts={film.reactions}
        mine={film.mine?.reaction}
        size="large"
        onPress={(value) =>
          void withAccount({ kind: 'react_movie', movieId: id, value }, () =>
            reactToFilm(known, value),
          )
        }
      />
      <button
        type="button"
        class="button film__list"
        aria-pressed={listed}
        aria-label={text.list}
        title={listed ? text.list_remove : text.list_add}
        onClick={() =>
          void withAccount({ kind: 'list', movieId: id }, () => listFilm(known, !listed))
        }
      >
        <Mark size={20} aria-hidden="true" />
        {text.list}
      </button>
      {may('movies:update') && (
        <Link href={`/admin/films/${id}`} class="button button--bare film__report">
          <Pencil size={16} aria-hidden="true" />
          <span class="film__word">{text.edit}</span>
        </Link>
      )}
      {film.mine?.blocked ? (
        <p class="film__blocked">{text.blocked}</p>
      ) : (
        <button
          type="button"
          class="button button--bare film__report"
          onClick={() =>
            void withAccount({ kind: 'report', movieId: id, title: film.title }, () =>
              reportFilm(film),
            )
          }
        >
          <Flag size={16} aria-hidden="true" />
          <span class="film__word">{text.report}</span>
        </button>
      )}
    </div>
  );
}
