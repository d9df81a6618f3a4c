/** Who may do what. */
import { useMemo, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { staffApi } from '../../api/staff.ts';
import { ProblemError } from '../../api/errors.ts';
import type { ListedUser, Role } from '../../api/types.ts';
import { createPages } from '../../state/pages.ts';
import { user } from '../../state/session.ts';
import { dialog, paragraph } from '../../ui/dialog.ts';
import { Select } from '../../ui/field.tsx';
import { Nothing } from '../../ui/state.tsx';
import { failed, note } from '../../ui/toast.tsx';
import { Avatar } from '../../widgets/avatar.tsx';
import { proveAgain } from '../../widgets/form-dialog.tsx';
import { PagesView } from '../../widgets/pages-view.tsx';
import { SearchField } from '../../widgets/search-field.tsx';
import { ago, date, fill } from '../../words/index.ts';
import { staff } from '../../words/staff.ts';

const roles: readonly Role[] = ['user', 'moderator', 'admin'];
const longestAddress = 254;

/** The role they have in the end. */
async function give(person: ListedUser, role: Role): Promise<Role> {
  const { people } = staff.peek();
  const { id, name } = person;
  const detail = fill(people.change_detail, {
    from: people.roles[person.role],
    to: people.roles[role],
  });
  const decision = await dialog(
    { title: fill(people.change_question, { name }), confirm: people.change },
    { content: paragraph(detail) },
  );
  if (decision.kind !== 'confirmed') return person.role;
  try {
    const held = await staffApi.giveRole(id, role);
    note(fill(people.changed, { name, role: people.roles[held.role] }));
    return held.role;
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'reauthentication_required') proveAgain();
    else failed(error);
    return person.role;
  }
}

function Row({ person, onRole }: { person: ListedUser; onRole: (role: Role) => void }) {
  const { people } = staff.value;
  // Chosen, but not decided: it goes back where the change does not come about.
  const [chosen, setChosen] = useState(person.role);
  const { id, name, email, role } = person;

  async function choose(next: Role): Promise<void> {
    setChosen(next);
    const held = await give(person, next);
    setChosen(held);
    if (held !== role) onRole(held);
  }

  return (
    <li class="admin__row">
      <Avatar user={person} />
      <span class="admin__words">
        <Link href={`/people/${id}`} class="admin__name">
          {name}
        </Link>
        <span class="admin__facts">
          <span>{email}</span>
          {!person.email_verified && <span>{people.unverified}</span>}
          <span>{fill(people.since, { date: date(person.created_at) })}</span>
          {person.last_seen_at !== undefined && (
            <span>{fill(people.seen, { when: ago(person.last_seen_at) })}</span>
          )}
        </span>
      </span>
      <span class="admin__acts">
        {user.value?.id === id ? (
          <span class="admin__you">
            {people.roles[role]} · {people.you}
          </span>
        ) : (
          <Select<Role>
            label={fill(people.role_of, { name })}
            value={chosen}
            options={roles.map((value) => ({ value, label: people.roles[value] }))}
            onChange={(next) => void choose(next)}
          />
        )}
      </span>
    </li>
  );
}

function Accounts({ q }: { q: string }) {
  const { people } = staff.value;
  const pages = useMemo(
    () => createPages<ListedUser>((cursor) => staffApi.accounts(q, cursor), (person) => person.id),
    [q],
  );
  return (
    <PagesView
      pages={pages}
      bone="admin-bone"
      empty={<Nothing heading={people.none} detail={people.none_hint} />}
    >
      <ul class="admin__list">
        {pages.items.value.map((person) => (
          <Row
            key={person.id}
            person={person}
            onRole={(role) => {
              const change = (one: ListedUser) => (one.id === person.id ? { ...one, role } : one);
              pages.items.value = pages.items.peek().map(change);
            }}
          />
        ))}
      </ul>
    </PagesView>
  );
}

export function Roles() {
  const { people } = staff.value;
  const [q, setQ] = useState('');
  return (
    <>
      <div class="admin__bar">
        <SearchField label={people.search} max={longestAddress} onSearch={setQ} />
      </div>
      <Accounts q={q} />
    </>
  );
}
