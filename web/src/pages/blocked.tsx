/** What the viewer reported, what became of it, and the way back. */
import './blocked.css';
import { EyeOff } from 'lucide-preact';
import { useEffect, useMemo } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { api } from '../api/endpoints.ts';
import type { BlockedMovie } from '../api/types.ts';
import { forgetLists } from '../state/catalogue.ts';
import { rememberFilm, showFilm } from '../state/films.ts';
import { keepIntent } from '../state/intents.ts';
import { createPages } from '../state/pages.ts';
import { user, viewer } from '../state/session.ts';
import { go } from '../ui/navigation.ts';
import { useResource } from '../ui/resource.ts';
import { Failure, Nothing } from '../ui/state.tsx';
import { failed, note } from '../ui/toast.tsx';
import { useTitle } from '../ui/title.ts';
import { withAccount } from '../widgets/gate.ts';
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

function Visitor() {
  const { blocked, menu } = words.value;
  return (
    <Nothing whole heading={blocked.heading} detail={blocked.visitor}>
      <button
        type="button"
        class="button button--lit"
        onClick={() => {
          keepIntent('/blocked');
          go('/login');
        }}
      >
        {menu.sign_in}
      </button>
    </Nothing>
  );
}

function BlockedList() {
  const { blocked, report } = words.value;
  const list = useMemo(
    () => createPages<BlockedMovie>((cursor) => api.blockedMovies(cursor), (item) => item.movie.id),
    [],
  );
  const [reasons] = useResource('reasons', api.reportReasons);
  useEffect(() => void list.loadMore(), [list]);

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
  const items = list.items.value;
  const status = list.status.value;
  return (
    <>
      <ul class="blocked-list" aria-busy={status === 'loading'}>
        {items.map((item) => (
          <Row
            key={item.report.id}
            item={item}
            reason={labelOf(item.report.reason)}
            onShow={() => void show(item)}
          />
        ))}
      </ul>
      {status === 'loading' && <div class="blocked-bone bone" aria-hidden="true" />}
      {status === 'error' && (
        <Failure error={list.failure.value} retry={() => void list.loadMore()} />
      )}
      {status === 'ready' && items.length === 0 && (
        <Nothing heading={blocked.empty} detail={blocked.empty_hint} />
      )}
      {status === 'ready' && list.more.value && (
        <button type="button" class="button button--wide" onClick={() => void list.loadMore()}>
          {words.value.site.more}
        </button>
      )}
    </>
  );
}

export function BlockedPage() {
  const { blocked } = words.value;
  useTitle(blocked.heading);
  if (viewer.value === undefined) return <div class="page" />;
  if (!user.value) {
    return (
      <div class="page">
        <Visitor />
      </div>
    );
  }
  return (
    <div class="page page--narrow">
      <header class="page__head">
        <EyeOff size={28} aria-hidden="true" />
        <h1>{blocked.heading}</h1>
        <p>{blocked.intro}</p>
      </header>
      <BlockedList />
    </div>
  );
}
