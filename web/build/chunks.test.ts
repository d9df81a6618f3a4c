import { expect, it } from 'vitest';
import { reachedStatically } from './chunks.ts';

it('finds what the entry needs, each once, and not what is fetched later', () => {
  const modules: Record<string, { isEntry: boolean; importedIds: string[] }> = {
    main: { isEntry: true, importedIds: ['a', 'b'] },
    a: { isEntry: false, importedIds: ['b', 'main'] },
    b: { isEntry: false, importedIds: [] },
    page: { isEntry: false, importedIds: ['b'] },
  };
  const reached = reachedStatically(Object.keys(modules), (id) => modules[id] ?? null);
  expect([...reached].sort()).toEqual(['a', 'b', 'main']);
});
