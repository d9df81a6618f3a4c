import { expect, it } from 'vitest';
import { guessStrength } from './guesses.ts';

it.each(['', 'password1', 'contraseña', 'qwerty123', 'P4ssw0rd', 'barcelona1'])('is not taken in by %j', (password) => {
  expect(guessStrength(password)).toBe('weak');
});

it('thinks well of a short sentence', () => {
  expect(guessStrength('tres gatos miran llover')).toBe('strong');
});

it('knows that a name is no secret', () => {
  expect(guessStrength('begoña1987', ['Begoña Ruiz', 'b@example.org'])).toBe('weak');
});
