// @vitest-environment node
import { readFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import { expect, it } from 'vitest';

const document = new URL('../../docs/openapi.json', import.meta.url);
const schema = new URL('../src/api/schema.d.ts', import.meta.url);

it('the types of the API are those of the document that the server writes (npm run types)', async () => {
  const generated = astToString(await openapiTS(await readFile(document, 'utf8')));
  // The command puts a notice before it.
  expect((await readFile(schema, 'utf8')).endsWith(generated)).toBe(true);
}, 20_000);
