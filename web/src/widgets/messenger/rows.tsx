/** With whom the viewer talks, newest first, and whom they could talk with. */
import './rows.css';
import { Image } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { api } from '../../api/endpoints.ts';
import type { Person } from '../../api/types.ts';
import { inbox, rows } from '../../state/messenger/index.ts';
import { notePresence, typing } from '../../state/messenger/presence.ts';
import { unreadOf, type Row } from '../../state/messenger/tally.ts';
import { tickOf } from '../../state/messenger/transcript.ts';
import { createPages } from '../../state/pages.ts';
import { unreadShown } from '../../state/unread.ts';
import { Failure, Nothing } from '../../ui/state.tsx';
import { failed } from '../../ui/toast.tsx';
import { count, moment, words } from '../../words/index.ts';
import { messagesWords } from '../../words/messages.ts';
import { shortTime } from '../../words/times.ts';
import { Face, presenceText, presentNow } from '../face.tsx';
import { PagesView } from '../pages-view.tsx';
import { TickMark } from './ticks.tsx';

/** Ticks of the list stand on the message alone. */
const noMarks = { deliveredTo: '', readTo: '' };

function Last({ row }: { row: Row }) {
  const { page, people } = messagesWords.value;
  const { last, user } = row;
  if (typing.value.has(user.id)) return <span class="row__last row__last--lit">{people.typing}</span>;
  const mine = last.from !== user.id;
  return (
    <>
      {mine && <TickMark tick={tickOf(noMarks, last)} />}
      <span class="row__last">
        {mine && <span class="unseen">{page.mine} </span>}
        {last.media_url !== undefined && <Image size={14} aria-hidden="true" />}
        {last.text ?? page.picture}
      </span>
    </>
  );
}

function RowView({ row, chosen }: { row: Row; chosen: boolean }) {
  const { people } = messagesWords.value;
  const { user, last } = row;
  const unread = unreadOf(row);
  return (
    <li>
      <Link
        href={`/messages/${user.id}`}
        class={unread > 0 ? 'row row--fresh' : 'row'}
        {...(chosen && { 'aria-current': 'page' })}
      >
        <Face person={user} size={48} />
        <span class="row__main">
          <span class="row__top">
            <span class="row__name">{user.name}</span>
            {presentNow(user).online === true && <span class="unseen">, {people.online}</span>}
            <time class="row__time" dateTime={last.sent_at} title={moment(last.sent_at)}>
              {shortTime(last.sent_at)}
            </time>
          </span>
          <span class="row__bottom">
            <Last row={row} />
            {unread > 0 && (
              <span class="badge">
                <span aria-hidden="true">{unreadShown(unread)}</span>
                <span class="unseen">{count(words.value.menu.unread, unread)}</span>
              </span>
            )}
          </span>
        </span>
      </Link>
    </li>
  );
}

function PersonRow({ person }: { person: Person }) {
  const state = presenceText(person);
  return (
    <li>
      <Link href={`/messages/${person.id}`} class="row">
        <Face person={person} size={48} />
        <span class="row__main">
          <span class="row__name">{person.name}</span>
          {state !== undefined && <span class="row__last">{state}</span>}
        </span>
      </Link>
    </li>
  );
}

/** All people by a name, or just people. */
function PeopleRows({ q }: { q: string }) {
  const { page } = messagesWords.value;
  const pages = useMemo(
    () =>
      createPages<Person>(
        async (cursor) => {
          const found = await api.people(q, cursor);
          notePresence(found.items);
          return found;
        },
        (person) => person.id,
      ),
    [q],
  );
  const nobody =
    q === '' ? (
      <Nothing heading={page.alone} detail={page.alone_hint} />
    ) : (
      <Nothing heading={page.none} detail={page.none_hint} />
    );
  return (
    <PagesView pages={pages} bone="row-bone" empty={nobody}>
      <ul class="rows">
        {pages.items.value.map((person) => (
          <PersonRow key={person.id} person={person} />
        ))}
      </ul>
    </PagesView>
  );
}

function MoreRows() {
  const [busy, setBusy] = useState(false);
  const { hasMore, more } = inbox.value;
  if (!hasMore.value) return null;
  return (
    <button
      type="button"
      class="button button--wide"
      aria-busy={busy}
      onClick={() => {
        if (busy) return;
        setBusy(true);
        void more().catch(failed).finally(() => setBusy(false));
      }}
    >
      {words.value.site.more}
    </button>
  );
}

export function Rows({ q, chosen }: { q: string; chosen: string | undefined }) {
  const { page } = messagesWords.value;
  const { status: listed, failure, refresh } = inbox.value;
  const status = listed.value;
  const all = rows.value;
  if (q !== '') return <PeopleRows key={q} q={q} />;
  if (status === 'error') return <Failure error={failure.value} retry={() => void refresh()} />;
  if (status === 'loading' && all.length === 0) {
    return (
      <div role="status">
        <span class="unseen">{words.value.site.loading}</span>
        {[0, 1, 2, 3].map((at) => (
          <div key={at} class="row-bone bone" aria-hidden="true" />
        ))}
      </div>
    );
  }
  if (all.length === 0) {
    return (
      <>
        <p class="rows__none">
          <strong>{page.empty}</strong> {page.empty_hint}
        </p>
        <PeopleRows q="" />
      </>
    );
  }
  return (
    <>
      <ul class="rows" aria-label={page.conversations}>
        {all.map((row) => (
          <RowView key={row.user.id} row={row} chosen={row.user.id === chosen} />
        ))}
      </ul>
      <MoreRows />
    </>
  );
}
