import type { Rollup } from 'vite';
import { expect, it } from 'vitest';
import { firstLoad, firstLoadSize } from './budget.ts';

const chunk = (fileName: string, imports: string[], { isEntry = false, css = [] as string[] } = {}) =>
  ({
    ...{ type: 'chunk', fileName, imports, isEntry, code: 'let a;'.repeat(50) },
    viteMetadata: { importedCss: new Set(css) },
  }) as unknown as Rollup.OutputChunk;
const styles = (fileName: string) =>
  ({ type: 'asset', fileName, source: 'a{b:c}'.repeat(50) }) as unknown as Rollup.OutputAsset;

it('counts what the entry imports, each once, and not what is fetched later', () => {
  const bundle = {
    'main.js': chunk('main.js', ['a.js', 'b.js'], { isEntry: true, css: ['main.css'] }),
    'a.js': chunk('a.js', ['b.js'], { css: ['main.css'] }),
    'b.js': chunk('b.js', []),
    'dialog.js': chunk('dialog.js', ['b.js'], { css: ['dialog.css'] }),
    'main.css': styles('main.css'),
    'dialog.css': styles('dialog.css'),
  };
  expect(firstLoad(bundle).sort()).toEqual(['a.js', 'b.js', 'main.js']);
  const one = firstLoadSize({
    'b.js': chunk('b.js', [], { isEntry: true, css: ['main.css'] }),
    'main.css': styles('main.css'),
  });
  expect(one.script).toBeGreaterThan(0);
  expect(one.styles).toBeGreaterThan(0);
  expect(firstLoadSize(bundle)).toEqual({ script: 3 * one.script, styles: one.styles });
});
