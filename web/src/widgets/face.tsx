/** A person's picture with a dot while they are here. Words beside it say the same. */
import './face.css';
import type { Author, Person } from '../api/types.ts';
import { isBlocked } from '../state/blocks.ts';
import { presenceOf, type Presence } from '../state/messenger/presence.ts';
import { online } from '../state/online.ts';
import { messagesWords } from '../words/messages.ts';
import { ago, fill } from '../words/index.ts';
import { Avatar } from './avatar.tsx';

/** What was told last, or what a list said. Without a network nobody can tell; of those one blocked nothing is told. */
export function presentNow(person: Author & Partial<Presence>): Partial<Presence> {
  if (isBlocked(person.id)) return {};
  const { online: here, ...rest } = presenceOf(person.id) ?? person;
  return { ...rest, online: here === true && online.value };
}

export function presenceText(person: Author & Partial<Presence>): string | undefined {
  const { people } = messagesWords.value;
  const { online: here, last_seen_at } = presentNow(person);
  if (here) return people.online;
  return last_seen_at === undefined ? undefined : fill(people.seen, { when: ago(last_seen_at) });
}

export function Face({ person, size }: { person: Author & Partial<Person>; size: number }) {
  return (
    <span class="face">
      <Avatar user={person} size={size} />
      {presentNow(person).online === true && <span class="face__dot" aria-hidden="true" />}
    </span>
  );
}
