/** What a request takes and an answer carries, member by member. */
import { useState } from 'preact/hooks';
import { membersOf, shapeOf, type Member, type Schema, type Shape } from '../../state/reference.ts';
import { help } from '../../words/help.ts';
import { fill, number } from '../../words/index.ts';

const objectId = (name: string) => `object-${name}`;

/** Opens what it points to, which a bare link would leave folded. */
export function Type({ shape }: { shape: Shape }) {
  const { ref } = shape;
  if (ref === undefined) return <code class="members__type">{shape.type}</code>;
  return (
    <a
      class="members__type prose-link"
      href={`#${objectId(ref)}`}
      onClick={() => {
        const target = document.getElementById(objectId(ref));
        if (target instanceof HTMLDetailsElement) target.open = true;
      }}
    >
      <code>{shape.type}</code>
    </a>
  );
}

function spanText([least, most]: readonly [number | undefined, number | undefined]): string {
  if (least === undefined) return `≤ ${number(most ?? 0)}`;
  return most === undefined ? `≥ ${number(least)}` : `${number(least)}–${number(most)}`;
}

function Bounds({ shape }: { shape: Shape }) {
  const text = help.value;
  const { letters, range, amount, format, pattern, options } = shape;
  return (
    <>
      {range && <span>{spanText(range)}</span>}
      {letters && <span>{fill(text.letters, { span: spanText(letters) })}</span>}
      {amount && <span>{fill(text.amount, { span: spanText(amount) })}</span>}
      {format !== undefined && <code>{format}</code>}
      {pattern !== undefined && <code>{pattern}</code>}
      {options?.map((option) => <code key={option}>{option}</code>)}
    </>
  );
}

export function Members({ members }: { members: readonly Member[] }) {
  const text = help.value;
  const places: Partial<Record<string, string>> = text.places;
  return (
    <dl class="members">
      {members.map((member) => (
        <div key={`${member.place ?? ''} ${member.name}`} class="members__row">
          <dt>
            <code class="members__name">{member.name}</code>
            {member.required && <span class="members__required">{text.required}</span>}
          </dt>
          <dd>
            <p class="members__facts">
              <Type shape={member} />
              {member.place !== undefined && <span>{places[member.place]}</span>}
              <Bounds shape={member} />
            </p>
            {member.description !== undefined && <p lang="en">{member.description}</p>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Drawn when it is opened first: there are many. */
export function ObjectView({ name, schema }: { name: string; schema: Schema }) {
  const [seen, see] = useState(false);
  const members = seen ? membersOf(schema) : [];
  return (
    <details class="route" id={objectId(name)} onToggle={() => see(true)}>
      <summary>
        <code class="route__path">{name}</code>
        {schema.description !== undefined && (
          <span class="route__summary" lang="en">
            {schema.description}
          </span>
        )}
      </summary>
      {seen && (
        <div class="route__body">
          {members.length > 0 ? (
            <Members members={members} />
          ) : (
            <p class="members__facts">
              <code>{schema.type}</code>
              <Bounds shape={shapeOf(schema)} />
            </p>
          )}
        </div>
      )}
    </details>
  );
}
