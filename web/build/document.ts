/** Puts the API's own document beside the pages, for the page that shows it and for those who generate clients. */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

const path = '/openapi.json';
const file = new URL('../../docs/openapi.json', import.meta.url);
const shortened = async () => JSON.stringify(JSON.parse(await readFile(file, 'utf8')));

export function apiDocument(): Plugin {
  return {
    name: 'api-document',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: path.slice(1), source: await shortened() });
    },
    configureServer(server) {
      server.middlewares.use(path, (_request, response) => {
        response.setHeader('content-type', 'application/json');
        void shortened().then((text) => response.end(text));
      });
    },
  };
}
