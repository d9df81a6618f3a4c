import './account.css';
import { useEffect } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { ProblemError } from '../api/errors.ts';
import { signIn, user } from '../state/session.ts';
import { PasswordField, TextField } from '../ui/field.tsx';
import { note } from '../ui/toast.tsx';
import { useTitle } from '../ui/title.ts';
import { AccountForm, textOf, type FieldProblems } from '../widgets/account-form.tsx';
import { resume } from '../widgets/gate.ts';
import { PosterWall } from '../widgets/poster-wall.tsx';
import { fill, words } from '../words/index.ts';

export function LoginPage() {
  const { account, fields } = words.value;
  useTitle(account.sign_in);
  const signedIn = user.value !== undefined;
  // Whoever comes here signed in has no business here.
  useEffect(() => {
    if (signedIn) void resume();
  }, [signedIn]);

  function check(form: FormData): FieldProblems {
    return {
      ...(textOf(form, 'email').trim() === '' && { email: fields.required }),
      ...(textOf(form, 'password') === '' && { password: fields.required }),
    };
  }

  async function send(form: FormData): Promise<void> {
    await signIn(textOf(form, 'email').trim(), textOf(form, 'password'));
    note(fill(account.welcome_back, { name: user.peek()?.name ?? '' }));
  }

  return (
    <div class="account">
      <section class="account__panel">
        <h1>{account.login_heading}</h1>
        <p class="account__lead">{account.login_lead}</p>
        <AccountForm
          submit={account.sign_in}
          check={check}
          send={send}
          fieldOf={(error: ProblemError) =>
            error.code === 'invalid_credentials' ? 'password' : undefined
          }
        >
          {(problems) => (
            <>
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
              <PasswordField
                name="password"
                label={account.password}
                problem={problems.password}
                autocomplete="current-password"
                required
              />
            </>
          )}
        </AccountForm>
        <p class="account__other">
          {account.no_account}
          <Link href="/register" class="prose-link">
            {account.register}
          </Link>
        </p>
      </section>
      <PosterWall />
    </div>
  );
}
