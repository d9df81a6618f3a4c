/** One thing that was reported: what it was, by how many, why, and what can be done. */
import { Clapperboard, MessageSquare } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { api } from '../api/endpoints.ts';
import { staffApi } from '../api/staff.ts';
import { ProblemError } from '../api/errors.ts';
import type { Case, Reason } from '../api/types.ts';
import { dialog, paragraph } from '../ui/dialog.ts';
import { TextArea } from '../ui/field.tsx';
import { failed, note } from '../ui/toast.tsx';
import { ago, count, fill, moment, number } from '../words/index.ts';
import { staff } from '../words/staff.ts';
import { textOf } from './account-form.tsx';
import { formDialog } from './form-dialog.tsx';

const icons = { movie: Clapperboard, comment: MessageSquare } as const;
const textsAtFirst = 3;

async function decide(one: Case, status: 'resolved' | 'dismissed'): Promise<Case | undefined> {
  const { moderation } = staff.peek();
  const resolves = status === 'resolved';
  let decided: Case | undefined;
  await formDialog(
    {
      title: resolves ? moderation.resolve_title : moderation.dismiss_title,
      confirm: resolves ? moderation.resolve : moderation.dismiss,
    },
    {
      fields: (problems) => (
        <>
          <p>{resolves ? moderation.resolve_detail : moderation.dismiss_detail}</p>
          <TextArea
            name="note"
            label={moderation.note_label}
            rows={4}
            defaultValue={one.note ?? ''}
            problem={problems.note}
          />
        </>
      ),
      async send(form) {
        const words = textOf(form, 'note').trim();
        decided = await staffApi.decide(one.id, { status, ...(words !== '' && { note: words }) });
      },
    },
  );
  if (decided) note(resolves ? moderation.resolved : moderation.dismissed);
  return decided;
}

async function removeComment(id: string): Promise<void> {
  const { moderation } = staff.peek();
  const question = { title: moderation.remove_question, confirm: moderation.remove, grave: true };
  const decision = await dialog(question, { content: paragraph(moderation.remove_detail) });
  if (decision.kind !== 'confirmed') return;
  try {
    await api.deleteComment(id);
    note(moderation.removed);
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) note(moderation.already_gone);
    else failed(error);
  }
}

function Texts({ texts }: { texts: readonly string[] }) {
  const { moderation } = staff.value;
  const [all, showAll] = useState(false);
  const shown = all ? texts : texts.slice(0, textsAtFirst);
  const left = texts.length - shown.length;
  if (texts.length === 0) return null;
  return (
    <ul class="case__texts" aria-label={moderation.texts}>
      {shown.map((text, at) => (
        <li key={at}>{text}</li>
      ))}
      {left > 0 && (
        <li class="case__more">
          <button type="button" class="button button--bare" onClick={() => showAll(true)}>
            {count(moderation.more_texts, left)}
          </button>
        </li>
      )}
    </ul>
  );
}

export function CaseView(props: {
  one: Case;
  labels: ReadonlyMap<Reason, string>;
  onDecided: (decided: Case) => void;
}) {
  const { moderation } = staff.value;
  const { one, labels, onDecided } = props;
  const { movie_id, comment_id, author_id, quote } = one.target;
  const Icon = icons[one.kind];
  const film = `/films/${movie_id}`;

  async function act(status: 'resolved' | 'dismissed'): Promise<void> {
    const decided = await decide(one, status);
    if (decided) onDecided(decided);
  }

  return (
    <li class="case">
      <p class="case__facts">
        <span class="case__kind">
          <Icon size={16} aria-hidden="true" />
          {moderation.one[one.kind]}
        </span>
        <span>{count(moderation.reports, one.count)}</span>
        <span title={moment(one.last_reported_at)}>
          {fill(moderation.latest, { when: ago(one.last_reported_at) })}
        </span>
        {one.decided_at !== undefined && (
          <span title={moment(one.decided_at)}>
            {fill(moderation.decided, { when: ago(one.decided_at) })}
          </span>
        )}
      </p>
      {quote === undefined ? (
        <p class="case__gone">{moderation.no_quote}</p>
      ) : one.kind === 'movie' ? (
        <h2 class="case__title">{quote}</h2>
      ) : (
        <blockquote class="case__quote">{quote}</blockquote>
      )}
      <ul class="case__reasons">
        {one.reasons.map(({ reason, count: n }) => (
          <li key={reason} class="chip">
            {labels.get(reason) ?? reason}
            <span class="chip__count">{number(n)}</span>
          </li>
        ))}
      </ul>
      <Texts texts={one.texts} />
      {one.note !== undefined && (
        <p class="case__note">{fill(moderation.note, { note: one.note })}</p>
      )}
      <div class="case__acts">
        <Link
          href={comment_id === undefined ? film : `${film}?comment=${comment_id}`}
          class="button button--bare"
        >
          {comment_id === undefined ? moderation.open_movie : moderation.open_comment}
        </Link>
        {author_id !== undefined && (
          <Link href={`/people/${author_id}`} class="button button--bare">
            {moderation.author}
          </Link>
        )}
        {comment_id !== undefined && (
          <button
            type="button"
            class="button button--bare"
            onClick={() => void removeComment(comment_id)}
          >
            {moderation.remove}
          </button>
        )}
        <span class="case__decide">
          {one.status !== 'dismissed' && (
            <button type="button" class="button" onClick={() => void act('dismissed')}>
              {moderation.dismiss}
            </button>
          )}
          {one.status !== 'resolved' && (
            <button type="button" class="button button--lit" onClick={() => void act('resolved')}>
              {moderation.resolve}
            </button>
          )}
        </span>
      </div>
    </li>
  );
}
