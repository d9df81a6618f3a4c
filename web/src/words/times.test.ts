import { expect, it } from 'vitest';
import { chooseLanguage } from './index.ts';
import { clock, dayName, shortTime } from './times.ts';

const now = new Date(2026, 2, 4, 9, 5).getTime();
const at = (day: number, hour = 8, month = 2, year = 2026) => new Date(year, month, day, hour, 7).toISOString();

it('names days from where the reader is', async () => {
  await chooseLanguage('es');
  expect(dayName(at(4), now)).toBe('Hoy');
  expect(dayName(at(3, 23), now)).toBe('Ayer');
  expect(dayName(at(2), now)).toBe('lunes, 2 de marzo');
  expect(dayName(at(2, 8, 10, 2025), now)).toBe('domingo, 2 de noviembre de 2025');
  await chooseLanguage('en');
  expect(dayName(at(2), now)).toBe('Monday, March 2');
});

it('says no more of a time than is needed to place it', async () => {
  await chooseLanguage('es');
  expect(clock(at(4))).toBe('8:07');
  expect(shortTime(at(4), now)).toBe('8:07');
  expect(shortTime(at(3), now)).toBe('Ayer');
  expect(shortTime(at(1), now)).toBe('dom');
  expect(shortTime(at(1, 8, 1), now)).toBe('1/2/26');
});
