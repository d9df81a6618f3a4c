/** The dialogs by which people change what is theirs. */
import { signal } from '@preact/signals';
import { api } from '../api/endpoints.ts';
import type { User } from '../api/types.ts';
import { bounds } from '../state/config.ts';
import { becomeUser, becomeVisitor, refreshUser } from '../state/session.ts';
import { PasswordField, TextField } from '../ui/field.tsx';
import { lettersIn } from '../ui/letters.ts';
import { go } from '../ui/navigation.ts';
import { note } from '../ui/toast.tsx';
import { identity } from '../words/identity.ts';
import { fill, words } from '../words/index.ts';
import { passwordProblem, textOf } from './account-form.tsx';
import { formDialog } from './form-dialog.tsx';
import { StrengthHint } from './strength-hint.tsx';

const typed = (form: FormData, name: string) => textOf(form, name).trim();
const required = (form: FormData, name: string) =>
  textOf(form, name) === '' ? words.peek().fields.required : undefined;

export async function changeName(person: User): Promise<void> {
  const { settings } = identity.peek();
  const done = await formDialog(
    { title: settings.change_name, confirm: settings.save },
    {
      fields: (problems) => (
        <TextField
          name="name"
          label={settings.name}
          hint={words.value.account.name_hint}
          problem={problems.name}
          defaultValue={person.name}
          autocomplete="name"
        />
      ),
      check(form) {
        const { fields } = words.peek();
        const { min, max } = bounds.peek().name;
        const letters = lettersIn(typed(form, 'name'));
        if (letters === 0) return { name: fields.required };
        if (letters < min) return { name: fill(fields.too_short, { min }) };
        return letters > max ? { name: fill(fields.too_long, { max }) } : {};
      },
      send: async (form) => becomeUser(await api.changeAccount({ name: typed(form, 'name') })),
    },
  );
  if (done) note(settings.saved);
}

export async function changeAge(person: User): Promise<void> {
  const { settings } = identity.peek();
  const done = await formDialog(
    { title: settings.change_age, confirm: settings.save },
    {
      fields: (problems) => (
        <TextField
          name="age"
          label={settings.age}
          problem={problems.age}
          defaultValue={person.age === undefined ? '' : String(person.age)}
          inputMode="numeric"
          maxLength={3}
          autocomplete="off"
        />
      ),
      check(form) {
        const { fields } = words.peek();
        const { min, max } = bounds.peek().age;
        const text = typed(form, 'age');
        if (text === '') return { age: fields.required };
        if (!/^\d+$/.test(text)) return { age: fields.invalid_format };
        if (Number(text) < min) return { age: fill(fields.too_small, { min }) };
        return Number(text) > max ? { age: fill(fields.too_large, { max }) } : {};
      },
      send: async (form) => becomeUser(await api.changeAccount({ age: Number(typed(form, 'age')) })),
    },
  );
  if (done) note(settings.saved);
}

export async function changeEmail(person: User): Promise<void> {
  const { settings } = identity.peek();
  let asked = '';
  const done = await formDialog(
    { title: settings.change_email, confirm: settings.email_send },
    {
      fields: (problems) => (
        <>
          <p>{settings.email_lead}</p>
          <TextField
            name="email"
            type="email"
            label={settings.new_email}
            problem={problems.email}
            autocomplete="email"
            autocapitalize="none"
            spellcheck={false}
          />
          {person.has_password && (
            <PasswordField
              name="password"
              label={settings.current_password}
              problem={problems.password}
              autocomplete="current-password"
            />
          )}
        </>
      ),
      check(form) {
        const { fields } = words.peek();
        asked = typed(form, 'email');
        const wrong = /^\S+@\S+$/.test(asked) ? undefined : fields.invalid_format;
        return {
          email: asked === '' ? fields.required : wrong,
          password: person.has_password ? required(form, 'password') : undefined,
        };
      },
      send: (form) =>
        api.changeEmail(asked, person.has_password ? textOf(form, 'password') : undefined),
      fieldOf: (error) => (error.code === 'email_taken' ? 'email' : undefined),
    },
  );
  if (done) note(fill(settings.email_sent, { email: asked }));
}

export async function changePassword(person: User): Promise<void> {
  const { settings } = identity.peek();
  const has = person.has_password;
  const typing = signal('');
  const done = await formDialog(
    { title: has ? settings.change_password : settings.set_password, confirm: settings.save },
    {
      fields: (problems) => (
        <>
          <p>{settings.password_lead}</p>
          {has && (
            <PasswordField
              name="current_password"
              label={settings.current_password}
              problem={problems.current_password}
              autocomplete="current-password"
            />
          )}
          <PasswordField
            name="new_password"
            label={settings.new_password}
            hint={fill(words.value.account.password_hint, { min: bounds.value.password.min })}
            problem={problems.new_password}
            autocomplete="new-password"
            onInput={(event) => (typing.value = event.currentTarget.value)}
          />
          <StrengthHint password={typing.value} identity={[person.name, person.email]} />
        </>
      ),
      check: (form) => ({
        current_password: has ? required(form, 'current_password') : undefined,
        new_password: passwordProblem(textOf(form, 'new_password')),
      }),
      send: (form) =>
        api.changePassword(
          textOf(form, 'new_password'),
          has ? textOf(form, 'current_password') : undefined,
        ),
    },
  );
  if (!done) return;
  note(settings.password_saved);
  if (!has) await refreshUser().catch(() => undefined);
}

export async function deleteAccount(person: User): Promise<void> {
  const { settings } = identity.peek();
  const losses = settings.remove_losses;
  const done = await formDialog(
    { title: settings.remove_question, confirm: settings.remove, grave: true },
    {
      fields: (problems) => (
        <>
          <p>{settings.remove_lead}</p>
          <ul class="losses">
            {[losses.person, losses.votes, losses.comments, losses.sessions].map((loss) => (
              <li key={loss}>{loss}</li>
            ))}
          </ul>
          {person.has_password && (
            <PasswordField
              name="password"
              label={settings.remove_password}
              problem={problems.password}
              autocomplete="current-password"
            />
          )}
        </>
      ),
      check: (form) => ({
        password: person.has_password ? required(form, 'password') : undefined,
      }),
      send: (form) =>
        api.deleteAccount(person.has_password ? textOf(form, 'password') : undefined),
    },
  );
  if (!done) return;
  becomeVisitor();
  go('/');
  note(settings.removed);
}
