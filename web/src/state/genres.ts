/** The genres of the catalogue with their counts; kept while one moves about, asked anew when old. */
import { signal } from '@preact/signals';
import { api } from '../api/endpoints.ts';
import type { Genre } from '../api/types.ts';

const staleMs = 60_000;
let askedAt = Number.NEGATIVE_INFINITY;

/** `undefined` until they have come. */
export const genres = signal<readonly Genre[] | undefined>(undefined);

/** The catalogue stands without its genres, so a failure is only tried again on the next visit. */
export async function askGenres(now = Date.now()): Promise<void> {
  if (now - askedAt < staleMs) return;
  askedAt = now;
  try {
    genres.value = (await api.genres()).items;
  } catch {
    askedAt = Number.NEGATIVE_INFINITY;
  }
}
