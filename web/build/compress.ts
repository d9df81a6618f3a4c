/**
 * Writes what servers send to browsers that take it: next to each text of the build, once by brotli
 * and once by gzip, as small as they get. Small files stay alone, a packet carries them as they are.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const texts = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.webmanifest', '.xml']);
const least = 1024;

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Both forms of a text. */
export async function forms(text: Buffer): Promise<{ br: Buffer; gz: Buffer }> {
  const params = {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  };
  const [br, gz] = await Promise.all([brotli(text, { params }), gzipped(text, { level: 9 })]);
  return { br, gz };
}

/** Compresses the texts in a folder and those below it. */
export async function compressFolder(folder: string): Promise<void> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  const wanted = all.filter((entry) => entry.isFile() && texts.has(extname(entry.name)));
  await Promise.all(
    wanted.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const text = await readFile(path);
      if (text.length < least) return;
      const { br, gz } = await forms(text);
      await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
    }),
  );
}

export function compression(): Plugin {
  let folder = '';
  return {
    name: 'compression',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    // After everything that other plugins write.
    closeBundle: { order: 'post', sequential: true, handler: () => compressFolder(folder) },
  };
}
