/**
 * Puts what the first page needs into one file, and what the messenger shares into another.
 *
 * Left alone, every module that two pages share becomes a file of its own: the first load then
 * names dozens of them, and small files compress badly.
 */
import type { Plugin, Rollup } from 'vite';

/** Modules reached from the entries without a dynamic import. */
export function reachedStatically(
  ids: Iterable<string>,
  infoOf: (id: string) => Pick<Rollup.ModuleInfo, 'isEntry' | 'importedIds'> | null,
): Set<string> {
  const wanted = [...ids].filter((id) => infoOf(id)?.isEntry === true);
  const reached = new Set<string>();
  for (let id = wanted.pop(); id !== undefined; id = wanted.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    wanted.push(...(infoOf(id)?.importedIds ?? []));
  }
  return reached;
}

/** Fetched together once somebody is signed in. */
const live = /\/src\/(live|state\/messenger)\/|\/src\/words\/(messages|times)|\/src\/api\/(messenger|upload)\./;

export function chunks() {
  let first = new Set<string>();
  const plugin: Plugin = {
    name: 'first-load-chunk',
    apply: 'build',
    buildEnd() {
      first = reachedStatically(this.getModuleIds(), (id) => this.getModuleInfo(id));
    },
  };
  const groups = [
    { name: 'core', test: (id: string) => first.has(id), priority: 2 },
    { name: 'live', test: (id: string) => live.test(id) && !first.has(id), priority: 1 },
  ];
  return { plugin, output: { codeSplitting: { groups } } };
}
