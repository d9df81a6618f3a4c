// @vitest-environment node
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';

interface Request {
  uri: string;
  headers: Record<string, { value: string }>;
}

type Handler = (event: { request: Request; viewer: { ip: string } }) => Request;

const template = readFileSync(new URL('../../template.yaml', import.meta.url), 'utf8');

/** A function of the edge, as the template has it. */
function edge(name: string): Handler {
  const code = new RegExp(`\\n  ${name}:\\n[^]*?FunctionCode: \\|\\n((?: {8}.*\\n)+)`).exec(template)?.[1];
  return runInNewContext(`${code ?? ''}; handler`) as Handler;
}

function asked(uri: string, headers: Request['headers'] = {}) {
  return { request: { uri, headers }, viewer: { ip: '2001:db8::1' } };
}

it('gives the one page at every address without a file’s ending, and files as they are', () => {
  const page = edge('OnePage');
  for (const uri of ['/', '/login', '/people/0190/messages', '/assets.old/', '/a.b/c']) {
    expect(page(asked(uri)).uri).toBe('/index.html');
  }
  for (const uri of ['/index.html', '/assets/index-abc.js', '/mark.svg', '/openapi.json']) {
    expect(page(asked(uri)).uri).toBe(uri);
  }
});

it('overwrites what a client says of its address', () => {
  const request = edge('Viewer')(asked('/api/movies', { 'x-km-viewer': { value: '192.0.2.7' } }));
  expect(request.headers['x-km-viewer']?.value).toBe('2001:db8::1');
  expect(request.uri).toBe('/api/movies');
});
