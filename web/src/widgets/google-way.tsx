/** Signing in with Google: a plain link, since the server sends the browser there. */
import { google } from '../state/config.ts';
import { identity } from '../words/identity.ts';

/** The sign-in page knows where somebody wanted to go on, and goes there. */
export const googleSignIn = '/api/oauth/google?return_to=/login';
/** The settings say that it was done. */
export const googleLink = `/api/oauth/google?link=true&return_to=${encodeURIComponent('/settings?linked=google')}`;

export function GoogleWay() {
  const words = identity.value.google;
  if (!google.value) return null;
  return (
    <>
      <p class="account__or">{words.or}</p>
      <a class="button button--tall button--wide" href={googleSignIn}>
        {words.go}
      </a>
    </>
  );
}
