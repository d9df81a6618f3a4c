import './account.css';
import { useEffect, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { bounds } from '../state/config.ts';
import { register, user } from '../state/session.ts';
import { PasswordField, TextField } from '../ui/field.tsx';
import { lettersIn } from '../ui/letters.ts';
import { note } from '../ui/toast.tsx';
import { useTitle } from '../ui/title.ts';
import { AccountForm, passwordProblem, textOf, type FieldProblems } from '../widgets/account-form.tsx';
import { resume } from '../widgets/gate.ts';
import { GoogleWay } from '../widgets/google-way.tsx';
import { PosterWall } from '../widgets/poster-wall.tsx';
import { StrengthHint } from '../widgets/strength-hint.tsx';
import { fill, words } from '../words/index.ts';

/** Only what is certain; what a name or an email may be is the server's to say. */
function check(form: FormData): FieldProblems {
  const { fields } = words.peek();
  const { name, age } = bounds.peek();
  const length = (field: string) => lettersIn(textOf(form, field).trim());
  const years = Number(textOf(form, 'age'));
  const found: FieldProblems = {};
  for (const field of ['name', 'age', 'email', 'password']) {
    if (length(field) === 0) found[field] = fields.required;
  }
  if (length('name') < name.min) found.name ??= fill(fields.too_short, { ...name });
  if (length('name') > name.max) found.name ??= fill(fields.too_long, { ...name });
  if (!Number.isInteger(years)) found.age ??= fields.invalid_format;
  if (years < age.min) found.age ??= fill(fields.too_small, { ...age });
  if (years > age.max) found.age ??= fill(fields.too_large, { ...age });
  if (!/^\S+@\S+$/.test(textOf(form, 'email').trim())) found.email ??= fields.invalid_format;
  found.password ??= passwordProblem(textOf(form, 'password'));
  return found;
}

async function send(form: FormData): Promise<void> {
  await register({
    name: textOf(form, 'name').trim(),
    age: Number(textOf(form, 'age')),
    email: textOf(form, 'email').trim(),
    password: textOf(form, 'password'),
  });
  note(fill(words.peek().account.welcome, { name: user.peek()?.name ?? '' }));
}

export function RegisterPage() {
  const { account } = words.value;
  useTitle(account.register);
  const [typed, setTyped] = useState({ name: '', email: '', password: '' });
  const signedIn = user.value !== undefined;
  useEffect(() => {
    if (signedIn) void resume();
  }, [signedIn]);

  const type = (event: { currentTarget: HTMLInputElement }) =>
    setTyped((now) => ({ ...now, [event.currentTarget.name]: event.currentTarget.value }));

  return (
    <div class="account">
      <section class="account__panel">
        <h1>{account.register_heading}</h1>
        <p class="account__lead">{account.register_lead}</p>
        <AccountForm
          submit={account.register}
          check={check}
          send={send}
          fieldOf={(error) => (error.code === 'email_taken' ? 'email' : undefined)}
        >
          {(problems) => (
            <>
              <div class="account__pair">
                <TextField
                  name="name"
                  label={account.name}
                  hint={problems.name === undefined ? account.name_hint : undefined}
                  problem={problems.name}
                  autocomplete="name"
                  onInput={type}
                  required
                />
                <TextField
                  name="age"
                  label={account.age}
                  problem={problems.age}
                  inputMode="numeric"
                  maxLength={3}
                  autocomplete="off"
                  required
                />
              </div>
              <TextField
                name="email"
                type="email"
                label={account.email}
                problem={problems.email}
                autocomplete="email"
                autocapitalize="none"
                spellcheck={false}
                onInput={type}
                required
              />
              <PasswordField
                name="password"
                label={account.password}
                hint={
                  problems.password === undefined
                    ? fill(account.password_hint, { min: bounds.value.password.min })
                    : undefined
                }
                problem={problems.password}
                autocomplete="new-password"
                onInput={type}
                required
              />
              <StrengthHint password={typed.password} identity={[typed.name, typed.email]} />
            </>
          )}
        </AccountForm>
        <GoogleWay />
        <p class="account__other">
          {account.have_account}
          <Link href="/login" class="prose-link">
            {account.sign_in}
          </Link>
        </p>
      </section>
      <PosterWall />
    </div>
  );
}
