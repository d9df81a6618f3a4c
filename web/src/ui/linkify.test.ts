import { expect, it } from 'vitest';
import { linkify } from './linkify.ts';

const links = (text: string) =>
  linkify(text).flatMap((piece) => (piece.kind === 'link' ? [piece.href] : []));

it('leaves a text without addresses whole', () => {
  expect(linkify('nada que ver')).toEqual([{ kind: 'text', text: 'nada que ver' }]);
});

it('keeps every letter of the text, in order', () => {
  const text = 'a https://x.org/1, b (http://y.org/z) c';
  expect(linkify(text).map((piece) => piece.text).join('')).toBe(text);
});

it.each([
  ['see https://a.org/b.', 'https://a.org/b'],
  ['(see https://a.org/b)', 'https://a.org/b'],
  ['https://a.org/b_(film)', 'https://a.org/b_(film)'],
  ['«https://a.org/¿qué?»', 'https://a.org/¿qué'],
  ['https://a.org/?q=1&b=2!', 'https://a.org/?q=1&b=2'],
])('in %j it links %j', (text, href) => {
  expect(links(text)).toEqual([href]);
});

it.each(['javascript:alert(1)', 'data:text/html,x', 'www.a.org', 'ftp://a.org', 'https://', '//a.org'])(
  'does not link %j',
  (text) => {
    expect(links(text)).toEqual([]);
  },
);
