import type { Rollup } from 'vite';
import { expect, it } from 'vitest';
import { firstLoad, firstLoadSize } from './budget.ts';

const chunk = (fileName: string, imports: string[], isEntry = false) =>
  ({ type: 'chunk', fileName, imports, isEntry, code: 'let a;'.repeat(50) }) as unknown as Rollup.OutputChunk;

it('counts what the entry imports, each once, and not what is fetched later', () => {
  const bundle = {
    'main.js': chunk('main.js', ['a.js', 'b.js'], true),
    'a.js': chunk('a.js', ['b.js']),
    'b.js': chunk('b.js', []),
    'dialog.js': chunk('dialog.js', ['b.js']),
  };
  expect(firstLoad(bundle).sort()).toEqual(['a.js', 'b.js', 'main.js']);
  expect(firstLoadSize(bundle)).toBe(3 * firstLoadSize({ 'b.js': chunk('b.js', [], true) }));
});
