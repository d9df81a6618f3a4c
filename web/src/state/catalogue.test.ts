import { expect, it } from 'vitest';
import { filtersOf, searchOf } from './catalogue.ts';

it('writes filters into the address and reads them back', () => {
  const filters = { q: 'ñandú & co', genre: 'Sci-Fi', decade: 1970, sort: 'newest' as const };
  expect(filtersOf(searchOf(filters))).toEqual(filters);
});

it('leaves an address without filters bare', () => {
  expect(searchOf(filtersOf(''))).toBe('');
});

it('ignores what it does not know', () => {
  expect(filtersOf('?sort=worst&decade=soon')).toEqual({ q: '', genre: '', decade: undefined, sort: undefined });
});
