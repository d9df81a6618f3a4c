/** Writes `sw.js`: the service worker, after the list of files that it keeps. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import ts from 'typescript';
import type { Plugin, Rollup } from 'vite';

/** Files of `public/` that the first page names. */
const fixed = ['/theme.js', '/mark.svg', '/manifest.webmanifest'];
/** Heavier files (the tables of common passwords) are kept once they were used. */
const heaviest = 200_000;

const sizeOf = (part: Rollup.OutputAsset | Rollup.OutputChunk) =>
  part.type === 'chunk' ? part.code.length : part.source.length;

/** What opens every page: code, styles, and the letters that most names are written in. */
export function shellOf(bundle: Rollup.OutputBundle): string[] {
  const names = Object.values(bundle)
    .filter((part) => /\.(?:js|css|woff2)$/.test(part.fileName) && !part.fileName.includes('latin-ext'))
    .filter((part) => sizeOf(part) < heaviest)
    .map((part) => `/${part.fileName}`);
  return [...fixed, ...names.sort()];
}

export function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const shell = shellOf(bundle);
        const source = await readFile(new URL('../worker/sw.ts', import.meta.url), 'utf8');
        const { outputText } = ts.transpileModule(source, {
          compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: true },
        });
        const version = createHash('sha256').update(shell.join()).update(outputText).digest('hex').slice(0, 12);
        const head = `const shell = ${JSON.stringify(shell)};\nconst version = ${JSON.stringify(version)};\n`;
        // A worker that is no module: without the mark that the compiler leaves of one.
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: head + outputText.replace('export {};', '') });
      },
    },
  };
}
