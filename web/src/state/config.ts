/** Bounds the forms tell people about. The server's own word replaces these when it has come. */
import { signal } from '@preact/signals';
import { api } from '../api/endpoints.ts';
import type { Config } from '../api/types.ts';

export const bounds = signal<Config['bounds']>({
  name: { min: 2, max: 50 },
  age: { min: 13, max: 120 },
  password: { min: 8, max: 128 },
  comment: { min: 1, max: 2000 },
  report_text: { min: 0, max: 1000 },
  search: { min: 1, max: 200 },
});

let asked = false;

/** Forms work with the bounds above if this fails; the server checks in any case. */
export async function askBounds(): Promise<void> {
  if (asked) return;
  asked = true;
  try {
    const config = await api.config();
    bounds.value = config.bounds;
  } catch {
    asked = false;
  }
}
