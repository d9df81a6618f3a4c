/** API tokens: what other programs bring so that people can sign in through them. */
import { KeyRound, Plus } from 'lucide-preact';
import { useMemo } from 'preact/hooks';
import { staffApi } from '../../api/staff.ts';
import type { ApiToken } from '../../api/types.ts';
import { createPages } from '../../state/pages.ts';
import { dialog, paragraph } from '../../ui/dialog.ts';
import { Nothing } from '../../ui/state.tsx';
import { note } from '../../ui/toast.tsx';
import { withAccount } from '../../widgets/gate.ts';
import { PagesView } from '../../widgets/pages-view.tsx';
import { ago, count, date, fill } from '../../words/index.ts';
import { staff } from '../../words/staff.ts';
import { makeToken } from './make-token.tsx';

async function revoke({ id, name }: ApiToken): Promise<boolean> {
  const { tokens } = staff.peek();
  const decision = await dialog(
    { title: fill(tokens.revoke_question, { name }), confirm: tokens.revoke, grave: true },
    { content: paragraph(tokens.revoke_detail) },
  );
  if (decision.kind !== 'confirmed') return false;
  if (!(await withAccount(undefined, () => staffApi.revokeToken(id)))) return false;
  note(fill(tokens.revoked, { name }));
  return true;
}

function expiry(token: ApiToken): string {
  const { tokens } = staff.value;
  if (token.expires_at === undefined) return tokens.never;
  if (Date.parse(token.expires_at) <= Date.now()) return tokens.expired;
  return fill(tokens.expires, { date: date(token.expires_at) });
}

function Row({ token, onGone }: { token: ApiToken; onGone: () => void }) {
  const { tokens } = staff.value;
  const { name, prefix, scopes, created_at, last_used_at } = token;
  return (
    <li class="admin__row">
      <span class="admin__sign">
        <KeyRound size={20} aria-hidden="true" />
      </span>
      <span class="admin__words">
        <span class="admin__name">
          {name} <code class="admin__prefix">{prefix}…</code>
        </span>
        <span class="admin__facts">
          <span>{fill(tokens.made_at, { date: date(created_at) })}</span>
          <span>{expiry(token)}</span>
          <span>
            {last_used_at === undefined
              ? tokens.unused
              : fill(tokens.used, { when: ago(last_used_at) })}
          </span>
        </span>
        {token.issuers !== undefined && token.issuers.length > 0 && (
          <details class="admin__scopes">
            <summary>{count(tokens.issuer_count, token.issuers.length)}</summary>
            {token.issuers.map(({ iss, aud }) => (
              <p key={`${iss} ${aud}`}>
                {iss} · {aud}
              </p>
            ))}
          </details>
        )}
        <details class="admin__scopes">
          <summary>{count(tokens.scope_count, scopes.length)}</summary>
          <p>{scopes.join(' ')}</p>
        </details>
      </span>
      <span class="admin__acts">
        <button
          type="button"
          class="button"
          aria-label={fill(tokens.revoke_named, { name })}
          onClick={() => void revoke(token).then((gone) => gone && onGone())}
        >
          {tokens.revoke}
        </button>
      </span>
    </li>
  );
}

export function Tokens() {
  const { tokens } = staff.value;
  const pages = useMemo(
    () => createPages<ApiToken>((cursor) => staffApi.tokens(cursor), (token) => token.id),
    [],
  );
  return (
    <>
      <div class="admin__bar">
        <p class="admin__lead">{tokens.intro}</p>
        <button
          type="button"
          class="button button--lit"
          onClick={() =>
            void makeToken((made) => (pages.items.value = [made, ...pages.items.peek()]))
          }
        >
          <Plus size={16} aria-hidden="true" />
          {tokens.add}
        </button>
      </div>
      <PagesView
        pages={pages}
        bone="admin-bone"
        empty={<Nothing heading={tokens.none} detail={tokens.none_hint} />}
      >
        <ul class="admin__list">
          {pages.items.value.map((token) => (
            <Row
              key={token.id}
              token={token}
              onGone={() => {
                pages.items.value = pages.items.peek().filter(({ id }) => id !== token.id);
              }}
            />
          ))}
        </ul>
      </PagesView>
    </>
  );
}
