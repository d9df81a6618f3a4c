import { afterEach, describe, expect, it } from 'vitest';
import { dropLetter, letterToken, takeLetter } from './letters.ts';

afterEach(() => {
  dropLetter('/reset');
  dropLetter('/verify');
});

function follow(link: string): void {
  history.replaceState(null, '', link);
  takeLetter();
}

describe('the link of a letter', () => {
  it('gives its secret to its page alone and leaves none in the address', () => {
    follow('/reset?lang=en#token=0190-a.b_c-d');
    expect(letterToken('/reset')).toBe('0190-a.b_c-d');
    expect(letterToken('/verify')).toBeUndefined();
    expect(location.href).toMatch(/\/reset\?lang=en$/);
  });

  it('stays until it was used', () => {
    follow('/verify#token=a.b');
    history.replaceState(null, '', '/login');
    expect(letterToken('/verify')).toBe('a.b');
    dropLetter('/verify');
    expect(letterToken('/verify')).toBeUndefined();
  });

  it('is replaced by a later one', () => {
    follow('/reset#token=old');
    follow('/reset#token=new');
    expect(letterToken('/reset')).toBe('new');
  });

  it.each(['/reset', '/reset#', '/reset#token=', '/reset#main'])('holds nothing in %s', (link) => {
    follow(link);
    expect(letterToken('/reset')).toBeUndefined();
  });

  it('is no other page’s business', () => {
    follow('/films/1#token=a');
    expect(letterToken('/reset')).toBeUndefined();
    expect(location.hash).toBe('#token=a');
  });
});
