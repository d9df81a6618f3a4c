import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compressFolder } from './compress.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compress-'));
  await mkdir(join(folder, 'assets'));
});

afterEach(() => rm(folder, { recursive: true }));

it('writes both forms beside every large text, wherever it lies', async () => {
  const text = 'ñandú, '.repeat(1000);
  await writeFile(join(folder, 'index.html'), text);
  await writeFile(join(folder, 'assets/app-1a2b.js'), text);
  await compressFolder(folder);
  for (const name of ['index.html', 'assets/app-1a2b.js']) {
    const [br, gz] = await Promise.all(['br', 'gz'].map((form) => readFile(join(folder, `${name}.${form}`))));
    expect(brotliDecompressSync(br as Buffer).toString()).toBe(text);
    expect(gunzipSync(gz as Buffer).toString()).toBe(text);
    expect((br as Buffer).length).toBeLessThan(text.length / 10);
  }
});

it('leaves small texts and what is no text alone', async () => {
  await writeFile(join(folder, 'mark.svg'), '<svg/>');
  await writeFile(join(folder, 'face.woff2'), Buffer.alloc(5000));
  await compressFolder(folder);
  expect((await readdir(folder)).sort()).toEqual(['assets', 'face.woff2', 'mark.svg']);
});
