import { beforeEach, expect, it } from 'vitest';
import { dropIntent, keepIntent, takeIntent, type Intent } from './intents.ts';

const like: Intent = { kind: 'react_movie', movieId: 'm1', value: 'like' };

beforeEach(dropIntent);

it('gives back what was wanted, once', () => {
  keepIntent('/films/m1', like);
  expect(takeIntent()).toEqual({ intent: like, returnTo: '/films/m1' });
  expect(takeIntent()).toEqual({ returnTo: '/' });
});

it('may keep only the way back', () => {
  keepIntent('/blocked');
  expect(takeIntent()).toEqual({ returnTo: '/blocked' });
});

it('keeps the newest', () => {
  keepIntent('/films/m1', like);
  keepIntent('/films/m2', { kind: 'report', movieId: 'm2', title: 'Ñu' });
  expect(takeIntent().returnTo).toBe('/films/m2');
});

it('does not act on what was wanted long ago', () => {
  keepIntent('/films/m1', like, 0);
  expect(takeIntent(31 * 60_000)).toEqual({ returnTo: '/' });
});

it.each(['//elsewhere.org', 'https://elsewhere.org', 'javascript:alert(1)', ''])(
  'never leads to %j',
  (returnTo) => {
    keepIntent(returnTo, like);
    expect(takeIntent().returnTo).toBe('/');
  },
);

it('survives what it did not write', () => {
  sessionStorage.setItem('km.intent', '{"half');
  expect(takeIntent()).toEqual({ returnTo: '/' });
});
