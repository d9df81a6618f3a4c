/** In the settings: whom somebody blocked. */
import { Link } from 'wouter-preact';
import { askBlockedPeople, blockedPeople } from '../state/blocks.ts';
import { useResource } from '../ui/resource.ts';
import { Failure } from '../ui/state.tsx';
import { community } from '../words/community.ts';
import { date, fill } from '../words/index.ts';
import { Avatar } from './avatar.tsx';
import { askToUnblock } from './block.ts';

export function BlockedPeople() {
  const { people } = community.value;
  const [asked, retry] = useResource('blocked', askBlockedPeople);
  const items = blockedPeople.value;
  if (asked.status === 'error') return <Failure error={asked.error} retry={retry} />;
  if (!items) return <div class="settings__bone bone" aria-hidden="true" />;
  if (items.length === 0) return <p class="settings__hint">{people.blocked_none}</p>;
  return (
    <ul class="settings__list">
      {items.map(({ user, blocked_at }) => (
        <li key={user.id} class="settings__item">
          <div class="settings__person">
            <Avatar user={user} />
            <div>
              <Link href={`/people/${user.id}`} class="settings__what">
                {user.name}
              </Link>
              <p class="settings__facts">{fill(people.blocked_since, { date: date(blocked_at) })}</p>
            </div>
          </div>
          <button
            type="button"
            class="button"
            aria-label={fill(people.unblock_named, { name: user.name })}
            onClick={() => void askToUnblock(user)}
          >
            {people.unblock}
          </button>
        </li>
      ))}
    </ul>
  );
}
