/**
 * Fails the build when the JavaScript or the CSS of the first load outgrows its budget.
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

const gzipped = (source: string | Uint8Array) => gzipSync(source).length;

/** Gzipped bytes of those chunks and of the styles that they bring. */
export function firstLoadSize(bundle: Bundle): { script: number; styles: number } {
  let script = 0;
  const styles = new Set<string>();
  for (const name of firstLoad(bundle)) {
    const part = bundle[name];
    if (part?.type !== 'chunk') continue;
    script += gzipped(part.code);
    for (const file of part.viteMetadata?.importedCss ?? []) styles.add(file);
  }
  const sizes = [...styles].map((file) => {
    const part = bundle[file];
    return part?.type === 'asset' ? gzipped(part.source) : 0;
  });
  return { script, styles: sizes.reduce((sum, size) => sum + size, 0) };
}

/** `limits` in kB, gzipped. */
export function bundleBudget(limits: { script: number; styles: number }): Plugin {
  return {
    name: 'bundle-budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const size = firstLoadSize(bundle);
        const kb = (kind: keyof typeof limits) => `${(size[kind] / 1000).toFixed(1)} of ${String(limits[kind])} kB`;
        const line = `first load, gzipped: JavaScript ${kb('script')}, CSS ${kb('styles')}`;
        if (size.script > limits.script * 1000 || size.styles > limits.styles * 1000) this.error(line);
        this.info(line);
      },
    },
  };
}
