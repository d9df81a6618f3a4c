/** Proving one's address by the link of a letter. It wants the session of the one it was sent to. */
import './account.css';
import { useEffect, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { api } from '../api/endpoints.ts';
import { ProblemError } from '../api/errors.ts';
import { keepIntent } from '../state/intents.ts';
import { dropLetter, letterToken } from '../state/letters.ts';
import { refreshUser, user, viewer } from '../state/session.ts';
import { go } from '../ui/navigation.ts';
import { Failure } from '../ui/state.tsx';
import { failed, note } from '../ui/toast.tsx';
import { useTitle } from '../ui/title.ts';
import { PosterWall } from '../widgets/poster-wall.tsx';
import { messageOf } from '../words/failure.ts';
import { identity } from '../words/identity.ts';
import { fill, words } from '../words/index.ts';

type Outcome = { kind: 'working' | 'done' } | { kind: 'dead'; text?: string } | { kind: 'failed'; error: unknown };

/** What a refusal means: another try with the same link would change nothing, or may help. */
function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof ProblemError)) return { kind: 'failed', error };
  if (error.code === 'email_taken') return { kind: 'dead', text: messageOf(error) };
  return error.status === 422 ? { kind: 'dead' } : { kind: 'failed', error };
}

function Visitor() {
  const { verify } = identity.value;
  return (
    <>
      <h1>{verify.heading}</h1>
      <p class="account__lead">{verify.visitor}</p>
      <div class="account__acts">
        <button
          type="button"
          class="button button--lit"
          onClick={() => {
            keepIntent('/verify');
            go('/login');
          }}
        >
          {words.value.menu.sign_in}
        </button>
      </div>
    </>
  );
}

function Dead({ text }: { text: string | undefined }) {
  const { verify } = identity.value;
  const someone = user.value;

  async function again(): Promise<void> {
    try {
      await api.askVerification();
      note(fill(verify.sent, { email: someone?.email ?? '' }));
    } catch (error) {
      failed(error);
    }
  }

  return (
    <div role="alert">
      <h1>{verify.dead_heading}</h1>
      <p class="account__lead">{text ?? verify.dead}</p>
      <div class="account__acts">
        {someone?.email_verified === false && (
          <button type="button" class="button button--lit" onClick={() => void again()}>
            {verify.again}
          </button>
        )}
        <Link href="/settings" class="button">
          {verify.settings}
        </Link>
      </div>
    </div>
  );
}

function Confirmation({ token }: { token: string | undefined }) {
  const { verify } = identity.value;
  const [outcome, setOutcome] = useState<Outcome>({ kind: token === undefined ? 'dead' : 'working' });
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    if (token === undefined) return;
    let gone = false;
    const end = (next: Outcome) => {
      if (next.kind !== 'failed') dropLetter('/verify');
      if (!gone) setOutcome(next);
    };
    setOutcome({ kind: 'working' });
    api
      .verifyEmail(token)
      // It is done, whether or not the page learns it now.
      .then(() => refreshUser().catch(() => undefined))
      .then(
        () => end({ kind: 'done' }),
        (error: unknown) => end(outcomeOf(error)),
      );
    return () => void (gone = true);
  }, [token, turn]);

  switch (outcome.kind) {
    case 'working':
      return (
        <>
          <h1>{verify.heading}</h1>
          <p class="account__lead" role="status">
            {verify.working}
          </p>
        </>
      );
    case 'failed':
      return <Failure error={outcome.error} retry={() => setTurn(turn + 1)} />;
    case 'dead':
      return <Dead text={outcome.text} />;
    case 'done':
      return (
        <div role="status">
          <h1>{verify.done_heading}</h1>
          <p class="account__lead">{fill(verify.done, { email: user.value?.email ?? '' })}</p>
          <div class="account__acts">
            <Link href="/" class="button button--lit">
              {verify.films}
            </Link>
          </div>
        </div>
      );
  }
}

export function VerifyPage() {
  useTitle(identity.value.verify.heading);
  // Held by this page: it is dropped from the tab once it was used.
  const followed = letterToken('/verify');
  const [token, setToken] = useState(followed);
  if (followed !== undefined && followed !== token) setToken(followed);
  if (viewer.value === undefined) return <div class="page" aria-busy="true" />;
  return (
    <div class="account">
      <section class="account__panel">
        {user.value || token === undefined ? <Confirmation key={token} token={token} /> : <Visitor />}
      </section>
      <PosterWall />
    </div>
  );
}
