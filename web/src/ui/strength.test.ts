import { expect, it } from 'vitest';
import { strengthOf } from './strength.ts';

it.each([
  ['', 'weak'],
  ['aaaaaaaaaaaa', 'weak'],
  ['12345678', 'weak'],
  ['perro123', 'weak'],
  ['perros1987', 'fair'],
  ['Perros.1987', 'good'],
  ['una frase corta', 'strong'],
])('calls %j %s', (password, strength) => {
  expect(strengthOf(password)).toBe(strength);
});

it('counts a password made of the name or the email as weaker', () => {
  expect(strengthOf('begoña1987x')).toBe('good');
  expect(strengthOf('begoña1987x', ['Begoña Ruiz', 'b@example.org'])).toBe('weak');
});
