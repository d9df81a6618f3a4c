/** Reporting a film: it leaves the viewer's lists, and can be brought back at once. */
import { api } from '../api/endpoints.ts';
import type { MovieCard } from '../api/types.ts';
import { forgetLists, lastCatalogue } from '../state/catalogue.ts';
import { hideFilm, showFilm } from '../state/films.ts';
import { go } from '../ui/navigation.ts';
import { failed, note } from '../ui/toast.tsx';
import { fill, words } from '../words/index.ts';

type Film = Pick<MovieCard, 'id' | 'title'>;

async function undo(film: Film): Promise<void> {
  try {
    await api.unblockMovie(film.id);
    showFilm(film.id);
    forgetLists();
    note(fill(words.peek().report.undone, { title: film.title }));
  } catch (error) {
    failed(error);
  }
}

/** Throws a 401 where the session ended meanwhile. */
export async function reportFilm(film: Film): Promise<void> {
  const { reportDialog } = await import('./report.tsx');
  const { report, site } = words.peek();
  const outcome = await reportDialog({
    title: fill(report.title, { title: film.title }),
    happens: report.what_happens,
    send: (reason, text, key) => api.reportMovie(film.id, reason, text, key),
  });
  if (outcome === undefined) return;
  hideFilm(film.id);
  go(lastCatalogue());
  if (outcome === 'already') note(report.already);
  else note(fill(report.done, { title: film.title }), { label: site.undo, run: () => void undo(film) });
}
