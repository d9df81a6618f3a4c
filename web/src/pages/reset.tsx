/** Choosing another password by the link of a letter. */
import './account.css';
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { api } from '../api/endpoints.ts';
import { ProblemError } from '../api/errors.ts';
import { bounds } from '../state/config.ts';
import { dropLetter, letterToken } from '../state/letters.ts';
import { becomeVisitor } from '../state/session.ts';
import { PasswordField } from '../ui/field.tsx';
import { go } from '../ui/navigation.ts';
import { note } from '../ui/toast.tsx';
import { useTitle } from '../ui/title.ts';
import { AccountForm, passwordProblem, textOf } from '../widgets/account-form.tsx';
import { PosterWall } from '../widgets/poster-wall.tsx';
import { StrengthHint } from '../widgets/strength-hint.tsx';
import { identity } from '../words/identity.ts';
import { fill, words } from '../words/index.ts';

export function ResetPage() {
  const { account } = words.value;
  const { reset } = identity.value;
  const token = letterToken('/reset');
  const [dead, setDead] = useState<string>();
  const [password, setPassword] = useState('');
  const alive = token !== undefined && token !== dead;
  useTitle(alive ? reset.heading : reset.dead_heading);

  async function send(form: FormData): Promise<void> {
    if (token === undefined) return;
    try {
      await api.resetPassword(token, textOf(form, 'new_password'));
    } catch (error) {
      const refused =
        error instanceof ProblemError && error.errors.some(({ field }) => field === 'token');
      if (!refused) throw error;
      dropLetter('/reset');
      setDead(token);
      return;
    }
    dropLetter('/reset');
    // All sessions have ended, the one of this browser too.
    becomeVisitor();
    go('/login', { replace: true });
    note(reset.done);
  }

  return (
    <div class="account">
      <section class="account__panel">
        {alive ? (
          <>
            <h1>{reset.heading}</h1>
            <p class="account__lead">{reset.lead}</p>
            <AccountForm
              submit={reset.save}
              check={(form) => ({ new_password: passwordProblem(textOf(form, 'new_password')) })}
              send={send}
            >
              {(problems) => (
                <>
                  <PasswordField
                    name="new_password"
                    label={reset.new_password}
                    hint={
                      problems.new_password === undefined
                        ? fill(account.password_hint, { min: bounds.value.password.min })
                        : undefined
                    }
                    problem={problems.new_password}
                    autocomplete="new-password"
                    onInput={(event) => setPassword(event.currentTarget.value)}
                    required
                  />
                  <StrengthHint password={password} identity={[]} />
                </>
              )}
            </AccountForm>
          </>
        ) : (
          <div role="alert">
            <h1>{reset.dead_heading}</h1>
            <p class="account__lead">{reset.dead}</p>
            <div class="account__acts">
              <Link href="/forgot" class="button button--lit">
                {reset.ask}
              </Link>
            </div>
          </div>
        )}
      </section>
      <PosterWall />
    </div>
  );
}
