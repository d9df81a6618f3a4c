/** A person as others see them. */
import './people.css';
import { Ban, MessageCircle, Settings, Undo2 } from 'lucide-preact';
import { useEffect } from 'preact/hooks';
import { Link, useParams } from 'wouter-preact';
import { api } from '../api/endpoints.ts';
import { ProblemError } from '../api/errors.ts';
import type { Profile } from '../api/types.ts';
import { askBlockedPeople, blockedPeople, isBlocked } from '../state/blocks.ts';
import { user, viewer } from '../state/session.ts';
import { useResource } from '../ui/resource.ts';
import { Failure, Nothing } from '../ui/state.tsx';
import { useTitle } from '../ui/title.ts';
import { Avatar } from '../widgets/avatar.tsx';
import { askToBlock, askToUnblock } from '../widgets/block.ts';
import { community } from '../words/community.ts';
import { messagesWords } from '../words/messages.ts';
import { date, fill, number, plural } from '../words/index.ts';

function Acts({ person }: { person: Profile }) {
  const { people } = community.value;
  const known = blockedPeople.value !== undefined;
  useEffect(() => {
    // Without it the button blocks, which is what it would do to most.
    if (!known) void askBlockedPeople().catch(() => undefined);
  }, [known]);
  if (user.value?.id === person.id) {
    return (
      <div class="profile__acts">
        <Link href="/settings" class="button">
          <Settings size={16} aria-hidden="true" />
          {people.settings}
        </Link>
      </div>
    );
  }
  const blocked = isBlocked(person.id);
  return (
    <>
      {blocked && <p class="profile__since">{people.is_blocked}</p>}
      <div class="profile__acts">
        {!blocked && (
          <Link href={`/messages/${person.id}`} class="button button--lit">
            <MessageCircle size={16} aria-hidden="true" />
            {messagesWords.value.people.message}
          </Link>
        )}
        <button
          type="button"
          class="button"
          onClick={() => void (blocked ? askToUnblock(person) : askToBlock(person))}
        >
          {blocked ? <Undo2 size={16} aria-hidden="true" /> : <Ban size={16} aria-hidden="true" />}
          {blocked ? people.unblock : people.block}
        </button>
      </div>
    </>
  );
}

function About({ person }: { person: Profile }) {
  const { people } = community.value;
  return (
    <div class="profile">
      <Avatar user={person} size={112} />
      <h1>{person.name}</h1>
      <p class="profile__since">
        {fill(people.since, { date: date(person.created_at) })}
        {user.value?.id === person.id && ` · ${people.you}`}
      </p>
      <dl class="profile__counts">
        <div>
          <dt>{plural(people.comments, person.comments)}</dt>
          <dd>{number(person.comments)}</dd>
        </div>
        <div>
          <dt>{plural(people.ratings, person.ratings)}</dt>
          <dd>{number(person.ratings)}</dd>
        </div>
      </dl>
      {user.value && <Acts person={person} />}
    </div>
  );
}

export function PersonPage() {
  const { people } = community.value;
  const id = useParams<{ id: string }>().id;
  const who = viewer.value;
  const [answer, retry] = useResource(who && `${id} ${who}`, () => api.person(id));
  useTitle(answer.status === 'ready' ? answer.value.name : people.heading);
  if (answer.status === 'error') {
    const gone = answer.error instanceof ProblemError && answer.error.status === 404;
    if (!gone) return <Failure error={answer.error} retry={retry} />;
    return (
      <div class="page">
        <Nothing whole heading={people.missing} detail={people.missing_hint}>
          <Link href="/people" class="button">
            {people.all}
          </Link>
        </Nothing>
      </div>
    );
  }
  return (
    <div class="page page--narrow" aria-busy={answer.status === 'loading'}>
      {answer.status === 'ready' ? (
        <About person={answer.value} />
      ) : (
        <div class="profile-bone bone" aria-hidden="true" />
      )}
    </div>
  );
}
