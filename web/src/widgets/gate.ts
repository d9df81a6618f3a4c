/** What needs an account: asked for when it is needed, and done once there is one. */
import { api } from '../api/endpoints.ts';
import { ProblemError } from '../api/errors.ts';
import { dropDraft } from '../state/drafts.ts';
import { dropIntent, keepIntent, takeIntent, type Intent } from '../state/intents.ts';
import { user } from '../state/session.ts';
import { dialog, paragraph } from '../ui/dialog.ts';
import { go, here } from '../ui/navigation.ts';
import { failed } from '../ui/toast.tsx';
import { words } from '../words/index.ts';
import { reportComment } from './report-comment.ts';
import { reportFilm } from './report-film.ts';

function reasonFor(intent: Intent | undefined): string {
  const { gate } = words.peek();
  switch (intent?.kind) {
    case undefined:
      return gate.ended;
    case 'react_movie':
    case 'react_comment':
    case 'rate':
      return gate.react;
    case 'list':
      return gate.list;
    case 'comment':
    case 'reply':
      return gate.comment;
    case 'report':
    case 'report_comment':
      return gate.report;
  }
}

export async function askToSignIn(intent?: Intent): Promise<void> {
  const { gate, menu } = words.peek();
  const decision = await dialog(
    { title: gate.title, confirm: menu.sign_in, other: menu.register, cancel: gate.not_now },
    { content: paragraph(reasonFor(intent)) },
  );
  if (decision.kind === 'dismissed') {
    dropIntent();
    return;
  }
  keepIntent(here(), intent);
  go(decision.kind === 'confirmed' ? '/login' : '/register');
}

const needsSignIn = (error: unknown) =>
  error instanceof ProblemError &&
  (error.code === 'unauthenticated' || error.code === 'token_expired');

/** True when `act` was done. A visitor, or one whose session ended, is asked to sign in first. */
export async function withAccount(
  intent: Intent | undefined,
  act: () => Promise<unknown>,
): Promise<boolean> {
  if (!user.peek()) {
    await askToSignIn(intent);
    return false;
  }
  try {
    await act();
    return true;
  } catch (error) {
    if (needsSignIn(error)) await askToSignIn(intent);
    else failed(error);
    return false;
  }
}

/** Where the unsent words of an intent are kept. */
export const draftPlace = {
  comment: (movieId: string) => `comment.${movieId}`,
  reply: (commentId: string) => `reply.${commentId}`,
};

async function perform(intent: Intent): Promise<void> {
  switch (intent.kind) {
    case 'react_movie':
      await api.reactToMovie(intent.movieId, intent.value);
      return;
    case 'react_comment':
      await api.reactToComment(intent.commentId, intent.value);
      return;
    case 'rate':
      await api.rateMovie(intent.movieId, intent.score);
      return;
    case 'list':
      await api.listMovie(intent.movieId);
      return;
    case 'comment':
      await api.comment(intent.movieId, intent.body, intent.spoiler, intent.key);
      dropDraft(draftPlace.comment(intent.movieId));
      return;
    case 'reply':
      await api.reply(intent.commentId, intent.body, intent.spoiler, intent.key);
      dropDraft(draftPlace.reply(intent.commentId));
      return;
    case 'report':
      await reportFilm({ id: intent.movieId, title: intent.title });
      return;
    case 'report_comment':
      await reportComment(intent.commentId, intent.name);
  }
}

/** Goes back to where signing in was asked for and does what was asked. */
export async function resume(): Promise<void> {
  const { intent, returnTo } = takeIntent();
  // A form is opened over the page it belongs to; everything else shows there once it is done.
  const opensForm = intent?.kind === 'report' || intent?.kind === 'report_comment';
  try {
    if (intent && !opensForm) await perform(intent);
  } catch (error) {
    failed(error);
  }
  go(returnTo, { replace: true });
  if (intent && opensForm) await perform(intent).catch(failed);
}
