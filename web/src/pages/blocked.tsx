/** What the viewer reported, what became of it, and the way back. */
import './blocked.css';
import { EyeOff } from 'lucide-preact';
import { useMemo } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { api } from '../api/endpoints.ts';
import type { BlockedMovie } from '../api/types.ts';
import { forgetLists } from '../state/catalogue.ts';
import { rememberFilm, showFilm } from '../state/films.ts';
import { createPages } from '../state/pages.ts';
import { useResource } from '../ui/resource.ts';
import { Nothing } from '../ui/state.tsx';
import { failed, note } from '../ui/toast.tsx';
import { useTitle } from '../ui/title.ts';
import { AccountPage } from '../widgets/account-page.tsx';
import { withAccount } from '../widgets/gate.ts';
import { PagesView } from '../widgets/pages-view.tsx';
import { Poster } from '../widgets/poster.tsx';
import { date, fill, language, words } from '../words/index.ts';

function Row(props: { item: BlockedMovie; reason: string; onShow: () => void }) {
  const { blocked } = words.value;
  const { movie, report } = props.item;
  return (
    <li class="blocked">
      <Link href={`/films/${movie.id}`} class="blocked__poster" tabIndex={-1} aria-hidden="true">
        <Poster film={movie} />
      </Link>
      <div class="blocked__words">
        <h2 class="blocked__title">
          <Link href={`/films/${movie.id}`}>{movie.title}</Link>{' '}
          {movie.year !== undefined && <span>{movie.year}</span>}
        </h2>
        <p class="blocked__facts">
          <span class={`blocked__status blocked__status--${report.status}`}>
            {blocked.status[report.status]}
          </span>
          <span>{props.reason}</span>
          <span>{fill(blocked.reported, { date: date(report.created_at) })}</span>
          {report.decided_at !== undefined && (
            <span>{fill(blocked.decided, { date: date(report.decided_at) })}</span>
          )}
        </p>
        {report.text !== undefined && <blockquote>{report.text}</blockquote>}
        {report.note !== undefined && (
          <p class="blocked__note">
            <b>{blocked.note}:</b> {report.note}
          </p>
        )}
      </div>
      <button type="button" class="button" onClick={props.onShow}>
        {blocked.show}
      </button>
    </li>
  );
}

function BlockedList() {
  const { blocked, report } = words.value;
  const list = useMemo(
    () => createPages<BlockedMovie>((cursor) => api.blockedMovies(cursor), (item) => item.movie.id),
    [],
  );
  const [reasons] = useResource('reasons', api.reportReasons);

  async function show({ movie }: BlockedMovie): Promise<void> {
    const done = await withAccount(undefined, () => api.unblockMovie(movie.id)).catch(failed);
    if (!done) return;
    list.items.value = list.items.peek().filter((item) => item.movie.id !== movie.id);
    rememberFilm({ ...movie, mine: { listed: false, ...movie.mine, blocked: false } });
    showFilm(movie.id);
    forgetLists();
    note(fill(report.undone, { title: movie.title }));
  }

  const labels = reasons.status === 'ready' ? reasons.value.items : [];
  const labelOf = (code: string) =>
    labels.find((reason) => reason.code === code)?.label[language.value] ?? '';
  return (
    <PagesView
      pages={list}
      bone="blocked-bone"
      empty={<Nothing heading={blocked.empty} detail={blocked.empty_hint} />}
    >
      <ul class="blocked-list" aria-busy={list.status.value === 'loading'}>
        {list.items.value.map((item) => (
          <Row
            key={item.report.id}
            item={item}
            reason={labelOf(item.report.reason)}
            onShow={() => void show(item)}
          />
        ))}
      </ul>
    </PagesView>
  );
}

export function BlockedPage() {
  const { blocked } = words.value;
  useTitle(blocked.heading);
  return (
    <AccountPage heading={blocked.heading} visitor={blocked.visitor}>
      <header class="page__head">
        <EyeOff size={28} aria-hidden="true" />
        <h1>{blocked.heading}</h1>
        <p>{blocked.intro}</p>
      </header>
      <BlockedList />
    </AccountPage>
  );
}
