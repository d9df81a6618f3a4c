// @vitest-environment node
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { NetworkError, ProblemError } from '../../api/errors.ts';
import { filmSchema, type ApiDocument } from '../reference.ts';
import { readFilms, UnreadableFile } from './read.ts';
import { createRun, keyOf } from './run.ts';

const file = new URL('../../../../docs/openapi.json', import.meta.url);
const schema = filmSchema(JSON.parse(await readFile(file, 'utf8')) as ApiDocument);
const read = (text: string) => readFilms('films', text, schema);

describe('a file of films', () => {
  it('is read as JSON, as JSON Lines and as CSV alike', () => {
    const films = [{ title: 'Ana', year: 1999, genres: ['Drama', 'Comedy'] }, { title: 'Bea' }];
    const csv = 'title,year,genres\r\nAna,1999,Drama|Comedy\r\nBea,,\r\n';
    const lines = films.map((film) => JSON.stringify(film)).join('\n');
    for (const text of [JSON.stringify(films), JSON.stringify({ items: films }), lines, `\ufeff${csv}`]) {
      expect(read(text).rows.map(({ draft }) => draft)).toEqual(films);
      expect(read(text).rows.flatMap(({ problems }) => problems)).toEqual([]);
    }
  });

  it('names every member that is wrong, and the line', () => {
    const bad = { title: '', year: 1700, duration_minutes: '90', genres: Array.from({ length: 11 }, (_, at) => `g${at}`), poster_url: 'http://a' };
    const { rows } = read(`${JSON.stringify({ title: 'Ana' })}\n\n${JSON.stringify(bad)}\nno film\n`);
    expect(rows.map(({ line, problems }) => [line, problems.map(({ field, code }) => `${field} ${code}`)])).toEqual([
      [1, []],
      [3, ['duration_minutes invalid_type', 'genres too_many', 'poster_url invalid_format', 'title required', 'year too_small']],
      [4, [' invalid_type']],
    ]);
  });

  it('counts letters, not code units, and knows how far ahead a film may be', () => {
    expect(read(JSON.stringify([{ title: '🎬'.repeat(200) }])).rows[0]?.problems).toEqual([]);
    const next = new Date().getFullYear() + 6;
    expect(read(JSON.stringify([{ title: 'Ana', year: next }])).rows[0]?.problems).toEqual([{ field: 'year', code: 'too_large' }]);
  });

  it('says which members it leaves out', () => {
    expect(read('title,rating\nAna,5\n').ignored).toEqual(['rating']);
  });

  it('is refused where no film has a title', () => {
    for (const text of ['', '{}', 'a,b\n1,2\n', '[1, 2]']) expect(() => read(text), text).toThrow(UnreadableFile);
  });
});

describe('a run', () => {
  const { rows } = read(JSON.stringify([{ title: 'Ana' }, { title: 'Bea' }, { title: 'Cleo' }]));
  const problem = (status: number, retryAfter?: number) =>
    new ProblemError({ status, code: 'validation_failed' }, retryAfter);

  it('creates each film once, with a key that is the same for the same film', async () => {
    const keys: string[] = [];
    const create = (_: unknown, key: string) => Promise.resolve(keys.push(key) === 2);
    const run = createRun(rows, { create, wait: () => Promise.resolve() });
    await run.run();
    expect([run.phase.value, run.created.value, run.known.value]).toEqual(['finished', 2, 1]);
    expect(new Set(keys).size).toBe(3);
    expect(keys[0]).toBe(await keyOf({ title: 'Ana' }));
  });

  it('stops where the connection is lost and goes on with the same film and key', async () => {
    const asked: string[] = [];
    const create = ({ title }: { title: string }, key: string) => {
      asked.push(`${title} ${key}`);
      return asked.length === 2 ? Promise.reject(new NetworkError()) : Promise.resolve(false);
    };
    const run = createRun(rows, { create, wait: () => Promise.resolve() });
    await run.run();
    expect([run.phase.value, run.done.value, run.setback.value]).toEqual(['paused', 1, expect.any(NetworkError)]);
    await run.run();
    expect([run.phase.value, run.created.value]).toEqual(['finished', 3]);
    expect(asked).toHaveLength(4);
    expect(asked[1]).toBe(asked[2]);
  });

  it('passes over a film that the server refuses, and waits where it is asked to', async () => {
    const waits: number[] = [];
    const answers = [problem(422), problem(429, 7), undefined, undefined];
    const create = () => {
      const error = answers.shift();
      return error ? Promise.reject(error) : Promise.resolve(false);
    };
    const run = createRun(rows, { create, wait: (seconds) => Promise.resolve(void waits.push(seconds)) });
    await run.run();
    expect([run.phase.value, run.created.value, waits]).toEqual(['finished', 2, [7]]);
    expect(run.refused.value.map(({ row }) => row.draft.title)).toEqual(['Ana']);
  });

  it('rests while it is paused', async () => {
    const run = createRun(rows, {
      create: () => {
        run.pause();
        return Promise.resolve(false);
      },
      wait: () => Promise.resolve(),
    });
    await run.run();
    expect([run.phase.value, run.done.value]).toEqual(['paused', 1]);
  });
});
