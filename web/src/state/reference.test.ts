// @vitest-environment node
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { areas, found, membersOf, routesOf, shapeOf, type ApiDocument } from './reference.ts';

const file = new URL('../../../docs/openapi.json', import.meta.url);
const document = JSON.parse(await readFile(file, 'utf8')) as ApiDocument;
const routes = routesOf(document, 'https://kenmovie.example');
const route = (key: string) => {
  const one = routes.find((each) => each.key === key);
  if (!one) throw new Error(`there is no ${key}`);
  return one;
};

describe('the reference', () => {
  it('holds every route of the document, each in an area', () => {
    const all = Object.values(document.paths).flatMap((operations) => Object.keys(operations));
    expect(routes).toHaveLength(all.length);
    expect(new Set(routes.map(({ area }) => area))).toEqual(new Set(areas));
  });

  it('says who may call a route and what it wants', () => {
    const { scope, open, body } = route('POST /api/movies');
    expect({ scope, open }).toEqual({ scope: 'movies:create', open: false });
    expect(body.find(({ name }) => name === 'title')).toMatchObject({ required: true, letters: [1, 200] });
    expect(body.find(({ name }) => name === 'year')).toMatchObject({ required: false, range: [1888, undefined] });
    expect(body.find(({ name }) => name === 'genres')).toMatchObject({ type: 'string[]', amount: [undefined, 10] });
    expect(route('GET /api/movies').open).toBe(true);
  });

  it('names the schema of an answer', () => {
    expect(route('GET /api/movies/{id}').answer).toEqual({ status: '200', shape: { type: 'Movie', ref: 'Movie' } });
    expect(route('DELETE /api/session').answer).toEqual({ status: '204' });
  });

  it('gives an example with what is required', () => {
    expect(route('PUT /api/movies/{id}/rating').example).toBe(
      [
        "curl -X PUT 'https://kenmovie.example/api/movies/{id}/rating'",
        '-H "Authorization: Bearer $ACCESS_TOKEN"',
        "-H 'Content-Type: application/json'",
        '-d \'{"score":1}\'',
      ].join(' \\\n  '),
    );
    expect(route('GET /api/genres').example).toBe("curl 'https://kenmovie.example/api/genres'");
  });

  it('finds routes by words of their address, their summary and their scope, in any order', () => {
    expect(found(routes, 'rating put').map(({ key }) => key)).toEqual(['PUT /api/movies/{id}/rating']);
    expect(found(routes, 'tokens:admin')).toHaveLength(3);
    expect(found(routes, 'nothing of this')).toEqual([]);
  });

  it('reads choices, constants and members of several forms', () => {
    expect(shapeOf({ anyOf: [{ type: 'array', items: { type: 'string', enum: ['a'] } }, { type: 'string', enum: ['b'] }] })).toEqual({
      type: 'string[] | string',
      options: ['a', 'b'],
    });
    expect(shapeOf({ const: 'reply', type: 'string' })).toEqual({ type: 'string', options: ['reply'] });
    const forms = { oneOf: [{ properties: { a: { type: 'string' } }, required: ['a'] }, { properties: { b: { type: 'integer' } } }] };
    expect(membersOf(forms).map(({ name, required }) => [name, required])).toEqual([['a', true], ['b', false]]);
  });
});
