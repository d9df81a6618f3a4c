/**
 * Fails the build when the JavaScript of the first load outgrows its budget.
 *
 * "First load" is the entry chunk and every chunk it imports statically; what is
 * fetched later (dialogs, pages behind a click) does not count.
 */
import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';

type Bundle = Record<string, Rollup.OutputAsset | Rollup.OutputChunk>;

/** Names of the chunks a browser must have before the first page shows. */
export function firstLoad(bundle: Bundle): string[] {
  const wanted = Object.values(bundle)
    .filter((part) => part.type === 'chunk' && part.isEntry)
    .map((part) => part.fileName);
  const seen = new Set<string>();
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const part = bundle[name];
    if (seen.has(name) || part?.type !== 'chunk') continue;
    seen.add(name);
    wanted.push(...part.imports);
  }
  return [...seen];
}

/** Gzipped bytes of those chunks. */
export function firstLoadSize(bundle: Bundle): number {
  return firstLoad(bundle).reduce((sum, name) => {
    const part = bundle[name];
    return part?.type === 'chunk' ? sum + gzipSync(part.code).length : sum;
  }, 0);
}

export function bundleBudget(limitKb: number): Plugin {
  return {
    name: 'bundle-budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const kb = firstLoadSize(bundle) / 1024;
        const line = `first load: ${kb.toFixed(1)} kB of JavaScript (gzip), budget ${String(limitKb)} kB`;
        if (kb > limitKb) this.error(line);
        this.info(line);
      },
    },
  };
}
