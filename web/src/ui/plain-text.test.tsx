import { render } from 'preact';
import { expect, it } from 'vitest';
import { PlainText } from './plain-text.tsx';

function shown(text: string): HTMLElement {
  const root = document.createElement('div');
  render(<PlainText text={text} />, root);
  return root;
}

it('shows markup as the letters it is made of', () => {
  const root = shown('<img src=x onerror=alert(1)> & <b>no</b>');
  expect(root.querySelector('img, b')).toBeNull();
  expect(root.textContent).toBe('<img src=x onerror=alert(1)> & <b>no</b>');
});

it('keeps paragraphs and line breaks', () => {
  const root = shown('one\ntwo\n\nthree');
  expect(root.querySelectorAll('p')).toHaveLength(2);
  expect(root.querySelectorAll('br')).toHaveLength(1);
});

it('opens links apart and without telling them where one came from', () => {
  const link = shown('https://a.org').querySelector('a');
  expect(link?.getAttribute('rel')).toBe('nofollow ugc noopener noreferrer');
  expect(link?.getAttribute('target')).toBe('_blank');
});
