import { expect, it } from 'vitest';
import { draftBounds, draftOf, textsOf, unreadable } from './film-draft.ts';

it('gives back what it took, and leaves out what is empty', () => {
  const film = {
    title: 'Las margaritas',
    year: 1966,
    genres: ['Comedy'],
    tags: [],
    directors: ['Věra Chytilová'],
    cast: ['Jitka Cerhová', 'Ivana Karbanová'],
    poster_url: 'https://example.org/p.jpg',
  };
  const { tags, ...kept } = film;
  expect(draftOf(textsOf(film))).toEqual(kept);
  expect(draftOf(textsOf({ title: ' Solo  ' }))).toEqual({ title: 'Solo' });
});

it('takes a list a line an item, without empty lines', () => {
  const texts = { ...textsOf({ title: 'a' }), cast: ' Ana \n\n  Luis\n' };
  expect(draftOf(texts).cast).toEqual(['Ana', 'Luis']);
});

it('names the numbers that it cannot read', () => {
  expect(unreadable({ ...textsOf({ title: 'a' }), year: '19x6', duration_minutes: ' 90 ' })).toEqual(['year']);
});

it('takes films of the next five years', () => {
  expect(draftBounds(new Date('2026-06-01')).year).toEqual({ min: 1888, max: 2031 });
});
