import './account.css';
import { CircleAlert } from 'lucide-preact';
import { useEffect } from 'preact/hooks';
import { Link, useSearch } from 'wouter-preact';
import { ProblemError } from '../api/errors.ts';
import { google } from '../state/config.ts';
import { hasIntent, keepIntent } from '../state/intents.ts';
import { signIn, user, viewer } from '../state/session.ts';
import { setbackOf } from '../state/setbacks.ts';
import { PasswordField, TextField } from '../ui/field.tsx';
import { note } from '../ui/toast.tsx';
import { useTitle } from '../ui/title.ts';
import { AccountForm, textOf, type FieldProblems } from '../widgets/account-form.tsx';
import { resume } from '../widgets/gate.ts';
import { googleLink, GoogleWay } from '../widgets/google-way.tsx';
import { PosterWall } from '../widgets/poster-wall.tsx';
import { identity } from '../words/identity.ts';
import { fill, words } from '../words/index.ts';

function check(form: FormData): FieldProblems {
  const { fields } = words.peek();
  return {
    ...(textOf(form, 'email').trim() === '' && { email: fields.required }),
    ...(textOf(form, 'password') === '' && { password: fields.required }),
  };
}

function SignInForm({ send }: { send: (form: FormData) => Promise<void> }) {
  const { account } = words.value;
  return (
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
            defaultValue={user.peek()?.email}
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
          <Link href="/forgot" class="prose-link account__forgot">
            {identity.value.login.forgot}
          </Link>
        </>
      )}
    </AccountForm>
  );
}

export function LoginPage() {
  const { account } = words.value;
  const { login } = identity.value;
  useTitle(account.sign_in);
  const code = new URLSearchParams(useSearch()).get('error');
  const setback = setbackOf(code);
  const someone = user.value;
  const stays = setback !== undefined;
  // Whoever comes here signed in, and for no reason, has no business here.
  useEffect(() => {
    if (someone && !stays) void resume();
  }, [someone, stays]);
  const then = setback?.then;
  useEffect(() => {
    if (then === '/settings' && !hasIntent()) keepIntent(then);
  }, [then]);

  async function send(form: FormData): Promise<void> {
    await signIn(textOf(form, 'email').trim(), textOf(form, 'password'));
    if (stays) await resume();
    if (code === 'email_taken' && google.peek()) {
      const { linkable, link } = identity.peek().login;
      note(linkable, { label: link, run: () => location.assign(googleLink) });
    } else {
      note(fill(words.peek().account.welcome_back, { name: user.peek()?.name ?? '' }));
    }
  }

  if (stays && viewer.value === undefined) return <div class="page" aria-busy="true" />;
  const wantsForm = !someone || setback?.signInAgain === true;
  return (
    <div class="account">
      <section class="account__panel">
        <h1>
          {!someone
            ? account.login_heading
            : wantsForm
              ? login.again_heading
              : login.not_signed_heading}
        </h1>
        {setback ? (
          <p class="account__why" role="alert">
            <CircleAlert size={18} aria-hidden="true" />
            {setback.text}
          </p>
        ) : (
          <p class="account__lead">{account.login_lead}</p>
        )}
        {wantsForm ? (
          <>
            <SignInForm send={send} />
            {setback?.passwordOnly !== true && <GoogleWay />}
          </>
        ) : (
          <div class="account__acts">
            <Link href="/settings" class="button button--lit">
              {login.to_settings}
            </Link>
            <Link href="/" class="button">
              {words.value.missing.home}
            </Link>
          </div>
        )}
        {!someone && (
          <p class="account__other">
            {account.no_account}
            <Link href="/register" class="prose-link">
              {account.register}
            </Link>
          </p>
        )}
      </section>
      <PosterWall />
    </div>
  );
}
