/** Asking for a letter that lets one choose another password. */
import './account.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { api } from '../api/endpoints.ts';
import { TextField } from '../ui/field.tsx';
import { useTitle } from '../ui/title.ts';
import { AccountForm, textOf } from '../widgets/account-form.tsx';
import { PosterWall } from '../widgets/poster-wall.tsx';
import { identity } from '../words/identity.ts';
import { fill, words } from '../words/index.ts';

export function ForgotPage() {
  const { account, fields } = words.value;
  const { forgot } = identity.value;
  useTitle(forgot.heading);
  const [sentTo, setSentTo] = useState<string>();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (sentTo !== undefined) heading.current?.focus();
  }, [sentTo]);

  const back = (
    <p class="account__other">
      <Link href="/login" class="prose-link">
        {forgot.back}
      </Link>
    </p>
  );
  return (
    <div class="account">
      <section class="account__panel">
        {sentTo === undefined ? (
          <>
            <h1>{forgot.heading}</h1>
            <p class="account__lead">{forgot.lead}</p>
            <AccountForm
              submit={forgot.send}
              check={(form) => {
                const email = textOf(form, 'email').trim();
                if (email === '') return { email: fields.required };
                return /^\S+@\S+$/.test(email) ? {} : { email: fields.invalid_format };
              }}
              send={async (form) => {
                const email = textOf(form, 'email').trim();
                await api.askReset(email);
                setSentTo(email);
              }}
            >
              {(problems) => (
                <TextField
                  name="email"
                  type="email"
                  label={account.email}
                  problem={problems.email}
                  autocomplete="username"
                  autocapitalize="none"
                  spellcheck={false}
                  required
                />
              )}
            </AccountForm>
          </>
        ) : (
          <>
            <h1 ref={heading} tabIndex={-1}>
              {forgot.sent_heading}
            </h1>
            <p class="account__lead">{fill(forgot.sent, { email: sentTo })}</p>
            <p class="account__lead">{forgot.spam}</p>
            <div class="account__acts">
              <button type="button" class="button" onClick={() => setSentTo(undefined)}>
                {forgot.other}
              </button>
            </div>
          </>
        )}
        {back}
      </section>
      <PosterWall />
    </div>
  );
}
