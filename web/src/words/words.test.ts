import { describe, expect, it } from 'vitest';
import { NetworkError, ProblemError, TimeoutError } from '../api/errors.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fieldMessages, messageOf } from './failure.ts';
import { communityEn } from './community.en.ts';
import { communityEs } from './community.es.ts';
import { helpEn } from './help.en.ts';
import { helpEs } from './help.es.ts';
import { identityEn } from './identity.en.ts';
import { identityEs } from './identity.es.ts';
import { messagesEn } from './messages.en.ts';
import { messagesEs } from './messages.es.ts';
import { staffEn } from './staff.en.ts';
import { staffEs } from './staff.es.ts';
import { ago, chooseLanguage, count, fill, genreName, preferredLanguage } from './index.ts';

interface Table {
  [key: string]: string | Table;
}

function flat(table: Table, path = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(table)) {
    if (typeof value === 'string') all.set(path + key, value);
    else for (const [deep, text] of flat(value, `${path}${key}.`)) all.set(deep, text);
  }
  return all;
}

const spanish = flat({ ...es, identity: identityEs, community: communityEs, messages: messagesEs, staff: staffEs, help: helpEs });
const english = flat({ ...en, identity: identityEn, community: communityEn, messages: messagesEn, staff: staffEn, help: helpEn });
const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

/** The same in both languages, and rightly so. */
const alike = new Set(['site.name', 'film.minutes', 'genres.Drama', 'genres.Musical', 'genres.Romance', 'genres.Western', 'staff.people.changed']);

describe('the two tables', () => {
  it('have the same keys', () => {
    expect([...english.keys()]).toEqual([...spanish.keys()]);
  });

  it('leave nothing empty', () => {
    for (const [key, text] of [...spanish, ...english]) expect(text.trim(), key).not.toBe('');
  });

  it('do not repeat a text of the other language by accident', () => {
    const same = [...spanish].filter(([key, text]) => english.get(key) === text).map(([key]) => key);
    expect(new Set(same)).toEqual(alike);
  });

  it('name the same values in each text', () => {
    for (const [key, text] of spanish) {
      expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });

  it('do not shout', () => {
    for (const [key, text] of [...spanish, ...english]) expect(text, key).not.toMatch(/[!¡]/);
  });
});

describe('messages for failures', () => {
  it('say something general for a code that this page does not know yet', async () => {
    await chooseLanguage('en');
    const code = 'tomorrow' as never;
    expect(messageOf(new ProblemError({ status: 409, code }))).toBe(en.failure.unknown);
    expect(fieldMessages([{ field: 'name', code }], {})).toEqual({ name: en.fields.invalid_value });
  });

  it('say how long to wait', async () => {
    await chooseLanguage('es');
    const problem = { status: 429, code: 'rate_limited' as const };
    expect(messageOf(new ProblemError(problem, 1))).toBe('Vas muy rápido. Espera 1 segundo.');
  });

  it('tell a missing network, a late answer and a broken page apart', async () => {
    await chooseLanguage('en');
    expect(messageOf(new NetworkError())).toBe(en.failure.network);
    expect(messageOf(new TimeoutError())).toBe(en.failure.timeout);
    expect(messageOf(new Error())).toBe(en.failure.unknown);
  });

  it('name the first thing that is wrong with each field, with its bound', async () => {
    await chooseLanguage('es');
    const errors = [
      { field: 'name', code: 'too_short' as const },
      { field: 'name', code: 'forbidden_character' as const },
      { field: 'age', code: 'required' as const },
    ];
    expect(fieldMessages(errors, { name: { min: 2, max: 50 } })).toEqual({
      name: 'Necesita al menos 2 caracteres.',
      age: es.fields.required,
    });
  });
});

describe('the language', () => {
  it.each([
    ['?lang=en', 'es', 'es-MX', 'en'],
    ['', 'en', 'es-MX', 'en'],
    ['', null, 'en-GB', 'en'],
    ['', null, 'pt-BR', 'es'],
    ['?lang=xx', null, 'es', 'es'],
  ])('for address %s, memory %s and browser %s is %s…', (search, remembered, browser, expected) => {
    expect(preferredLanguage(search, remembered, browser)).toBe(expected);
  });

  it('counts as the language does', async () => {
    await chooseLanguage('es');
    expect(count(es.catalogue.count, 1)).toBe('1 película');
    expect(count(es.catalogue.count, 12345)).toBe('12.345 películas');
    await chooseLanguage('en');
    expect(count(en.catalogue.count, 12345)).toBe('12,345 films');
  });

  it('says how long ago something was, and the date of what is old', async () => {
    await chooseLanguage('es');
    const now = Date.parse('2026-03-10T12:00:00Z');
    expect(ago('2026-03-10T11:59:50Z', now)).toBe('ahora');
    expect(ago('2026-03-10T11:57:00Z', now)).toBe('hace 3 min');
    expect(ago('2026-02-01T12:00:00Z', now)).toBe('1 de febrero de 2026');
  });

  it('shows a genre it does not know as it is', async () => {
    await chooseLanguage('es');
    expect(genreName('Sci-Fi')).toBe('Ciencia ficción');
    expect(genreName('Mumblecore')).toBe('Mumblecore');
  });

  it('leaves a placeholder without a value visible', () => {
    expect(fill('{a} and {b}', { a: 1 })).toBe('1 and {b}');
  });
});
