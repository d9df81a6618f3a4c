/** Conversations between two: the list and, beside or after it, the one that is open. */
import './messages.css';
import { useEffect, useState } from 'preact/hooks';
import { Link, useParams } from 'wouter-preact';
import { api } from '../api/endpoints.ts';
import { ProblemError } from '../api/errors.ts';
import { follow } from '../live/start.ts';
import { bounds } from '../state/config.ts';
import { rows } from '../state/messenger/index.ts';
import { user } from '../state/session.ts';
import { useResource } from '../ui/resource.ts';
import { Failure, Nothing } from '../ui/state.tsx';
import { useTitle } from '../ui/title.ts';
import { AccountPage } from '../widgets/account-page.tsx';
import { ChatView } from '../widgets/messenger/chat.tsx';
import { Rows } from '../widgets/messenger/rows.tsx';
import { SearchField } from '../widgets/search-field.tsx';
import { messagesWords } from '../words/messages.ts';

/** On phones whose keyboard lies over the page, the page ends where the keyboard begins. */
function useVisibleHeight(): void {
  useEffect(() => {
    const view = window.visualViewport;
    if (!view) return;
    const root = document.documentElement;
    const fit = () => {
      // Nearer is not smaller.
      if (view.scale === 1) root.style.setProperty('--visible-height', `${view.height}px`);
    };
    fit();
    view.addEventListener('resize', fit);
    return () => {
      view.removeEventListener('resize', fit);
      root.style.removeProperty('--visible-height');
    };
  }, []);
}

function Nobody() {
  const { chat, page } = messagesWords.value;
  return (
    <Nothing heading={chat.missing} detail={chat.missing_hint}>
      <Link href="/messages" class="button">
        {page.back}
      </Link>
    </Nothing>
  );
}

/** Who is talked with, whether the list knows them or a link led here. */
function Pane({ id }: { id: string }) {
  const row = rows.value.find(({ user: other }) => other.id === id);
  const [answer, retry] = useResource(row ? undefined : id, () => api.person(id));
  const person = row?.user ?? (answer.status === 'ready' ? answer.value : undefined);
  useTitle(person?.name ?? messagesWords.value.page.heading);
  if (id === user.value?.id) return <Nobody />;
  if (person) return <ChatView key={id} person={person} />;
  if (answer.status !== 'error') return <div class="chat" aria-busy="true" />;
  const gone = answer.error instanceof ProblemError && answer.error.status === 404;
  return gone ? <Nobody /> : <Failure error={answer.error} retry={retry} />;
}

function NoneChosen() {
  const { page } = messagesWords.value;
  useTitle(page.heading);
  return <Nothing heading={page.choose} detail={page.choose_hint} />;
}

function Messenger({ me, id }: { me: string; id: string | undefined }) {
  const { page } = messagesWords.value;
  // Whichever of the two comes first, this page or what begins with the session.
  useState(() => follow(me));
  const [q, setQ] = useState('');
  useVisibleHeight();
  return (
    <div class={id === undefined ? 'messenger' : 'messenger messenger--open'}>
      <h1 class="unseen">{page.heading}</h1>
      <div class="messenger__list">
        <header class="messenger__head">
          <p class="messenger__heading" aria-hidden="true">
            {page.heading}
          </p>
          {/* Once somebody is chosen, the search is over. */}
          <SearchField key={id} label={page.search} max={bounds.value.name.max} onSearch={setQ} />
        </header>
        <div class="messenger__rows">
          <Rows q={q} chosen={id} />
        </div>
      </div>
      <div class="messenger__pane">{id === undefined ? <NoneChosen /> : <Pane key={id} id={id} />}</div>
    </div>
  );
}

export function MessagesPage() {
  const { page } = messagesWords.value;
  const { id } = useParams<{ id?: string }>();
  return (
    <AccountPage heading={page.heading} visitor={page.visitor} whole>
      <Messenger me={user.value?.id ?? ''} id={id} />
    </AccountPage>
  );
}
