/** What the forms must know: their bounds, and the ways to sign in. The server's own word replaces these when it has come. */
import { computed, signal } from '@preact/signals';
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

/** By the names of the fields. */
export const fieldBounds = computed(() => ({
  ...bounds.value,
  email: { max: 254 },
  new_password: bounds.value.password,
}));

/** Whether people can sign in with Google. */
export const google = signal(false);

let asked = false;

/** Forms work with the bounds above if this fails; the server checks in any case. */
export async function askConfig(): Promise<void> {
  if (asked) return;
  asked = true;
  try {
    const config = await api.config();
    bounds.value = config.bounds;
    google.value = config.google;
  } catch {
    asked = false;
  }
}
