import { describe, expect, it } from 'vitest';
import { identityEs } from '../words/identity.es.ts';
import { es } from '../words/es.ts';
import { setbackOf } from './setbacks.ts';

describe('a sign-in with Google that did not come about', () => {
  it('is explained by what it was', () => {
    expect(setbackOf('state')?.text).toBe(identityEs.setbacks.state);
    expect(setbackOf('provider_unavailable')?.text).toBe(es.problems.provider_unavailable);
    expect(setbackOf('rate_limited')?.text).toBe(es.problems.rate_limited);
  });

  it('shows nothing of an address that somebody made up', () => {
    for (const code of ['', '<b>x</b>', 'toString', '__proto__', 'constructor']) {
      expect(setbackOf(code)?.text, code).toBe(es.failure.unknown);
    }
    expect(setbackOf(null)).toBeUndefined();
  });

  it('leads to the settings, by the password, where the address has an account', () => {
    expect(setbackOf('email_taken')).toMatchObject({ then: '/settings', passwordOnly: true, signInAgain: false });
  });

  it('asks somebody who is signed in to sign in again only where that helps', () => {
    expect(setbackOf('reauthentication_required')).toMatchObject({ then: '/settings', signInAgain: true });
    expect(setbackOf('provider_taken')).toMatchObject({ then: '/settings', signInAgain: false });
  });
});
