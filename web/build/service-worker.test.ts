import type { Rollup } from 'vite';
import { expect, it } from 'vitest';
import { shellOf } from './service-worker.ts';

const chunk = (fileName: string, length: number) =>
  ({ type: 'chunk', fileName, code: 'a'.repeat(length) }) as unknown as Rollup.OutputChunk;
const asset = (fileName: string) =>
  ({ type: 'asset', fileName, source: 'a' }) as unknown as Rollup.OutputAsset;

it('keeps code, styles and Latin letters, and not what is heavy or seldom used', () => {
  const parts = [
    chunk('assets/index-1.js', 1000),
    chunk('assets/guesses-1.js', 2_000_000),
    asset('assets/index-1.css'),
    asset('assets/text-latin-wght-normal-1.woff2'),
    asset('assets/text-latin-ext-wght-normal-1.woff2'),
    asset('openapi.json'),
  ];
  const bundle = Object.fromEntries(parts.map((part) => [part.fileName, part]));
  expect(shellOf(bundle)).toEqual([
    '/theme.js',
    '/mark.svg',
    '/manifest.webmanifest',
    '/assets/index-1.css',
    '/assets/index-1.js',
    '/assets/text-latin-wght-normal-1.woff2',
  ]);
});
