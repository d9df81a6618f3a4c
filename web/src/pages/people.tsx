/** Who else is here. */
import './people.css';
import { MessageCircle, UsersRound } from 'lucide-preact';
import { useMemo, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { api } from '../api/endpoints.ts';
import type { Person } from '../api/types.ts';
import { createPages } from '../state/pages.ts';
import { bounds } from '../state/config.ts';
import { Nothing } from '../ui/state.tsx';
import { useTitle } from '../ui/title.ts';
import { AccountPage } from '../widgets/account-page.tsx';
import { Face, presenceText } from '../widgets/face.tsx';
import { PagesView } from '../widgets/pages-view.tsx';
import { SearchField } from '../widgets/search-field.tsx';
import { community } from '../words/community.ts';
import { messagesWords } from '../words/messages.ts';
import { fill } from '../words/index.ts';

function Row({ person }: { person: Person }) {
  const { people } = messagesWords.value;
  const state = presenceText(person);
  return (
    <li class="people__item">
      <Link href={`/people/${person.id}`} class="person">
        <Face person={person} size={44} />
        <span class="person__words">
          <span class="person__name">{person.name}</span>
          {state !== undefined && <span class="person__seen">{state}</span>}
        </span>
      </Link>
      <Link
        href={`/messages/${person.id}`}
        class="icon-button"
        aria-label={fill(people.message_to, { name: person.name })}
      >
        <MessageCircle size={20} aria-hidden="true" />
      </Link>
    </li>
  );
}

function People({ q }: { q: string }) {
  const { people } = community.value;
  const pages = useMemo(
    () => createPages<Person>((cursor) => api.people(q, cursor), (person) => person.id),
    [q],
  );
  const nobody =
    q === '' ? (
      <Nothing heading={people.empty} detail={people.empty_hint} />
    ) : (
      <Nothing heading={people.none} detail={people.none_hint} />
    );
  return (
    <PagesView pages={pages} bone="person-bone" empty={nobody}>
      <ul class="people">
        {pages.items.value.map((person) => (
          <Row key={person.id} person={person} />
        ))}
      </ul>
    </PagesView>
  );
}

export function PeoplePage() {
  const { people } = community.value;
  useTitle(people.heading);
  const [q, setQ] = useState('');
  return (
    <AccountPage heading={people.heading} visitor={people.visitor}>
      <header class="page__head">
        <UsersRound size={28} aria-hidden="true" />
        <h1>{people.heading}</h1>
        <p>{people.intro}</p>
      </header>
      <SearchField label={people.search} max={bounds.value.name.max} onSearch={setQ} />
      <People q={q} />
    </AccountPage>
  );
}
