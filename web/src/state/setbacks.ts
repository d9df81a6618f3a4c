/** What `/login?error=…` says about a sign-in, or a link, with Google that did not come about. */
import { identity } from '../words/identity.ts';
import { words } from '../words/index.ts';

/** Only somebody who is in an account can have met these: it is from the settings that they came. */
const fromSettings = [
  'provider_taken',
  'reauthentication_required',
  'unauthenticated',
  'csrf',
  'insufficient_scope',
];
/** Signing in (once more) is what helps. */
const solvedBySigningIn = ['reauthentication_required', 'unauthenticated', 'token_expired'];

export interface Setback {
  text: string;
  /** Where to go on once signed in, if nobody was on the way elsewhere. */
  then: '/' | '/settings';
  /** The form is of use to somebody who is signed in too. */
  signInAgain: boolean;
  /** Google is no way now. */
  passwordOnly: boolean;
}

export function setbackOf(code: string | null): Setback | undefined {
  if (code === null) return undefined;
  // What stands in the address is only looked up, never shown.
  const known = new Map([
    ...Object.entries(words.value.problems),
    ...Object.entries(identity.value.setbacks),
  ]);
  return {
    text: known.get(code) ?? words.value.failure.unknown,
    then: code === 'email_taken' || fromSettings.includes(code) ? '/settings' : '/',
    signInAgain: solvedBySigningIn.includes(code),
    passwordOnly: code === 'email_taken',
  };
}
