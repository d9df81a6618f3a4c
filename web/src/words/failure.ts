/** What to tell the reader when something failed. */
import { NetworkError, ProblemError, TimeoutError } from '../api/errors.ts';
import type { FieldError } from '../api/types.ts';
import { count, fill, words } from './index.ts';

export function messageOf(error: unknown): string {
  const { failure, problems } = words.value;
  if (error instanceof NetworkError) return failure.network;
  if (error instanceof TimeoutError) return failure.timeout;
  if (!(error instanceof ProblemError)) return failure.unknown;
  if (error.code === 'rate_limited' && error.retryAfter !== undefined) {
    return count(failure.too_fast, error.retryAfter);
  }
  // The server may be newer than this page, or something before it may have answered.
  const known: Partial<Record<string, string>> = problems;
  return known[error.code] ?? failure.unknown;
}

/** One message for each bad field, by the field's name. */
export function fieldMessages(
  errors: readonly Pick<FieldError, 'field' | 'code'>[],
  bounds: Partial<Record<string, { min?: number; max: number }>>,
): Record<string, string> {
  const known: Partial<Record<string, string>> = words.value.fields;
  const messages: Record<string, string> = {};
  for (const { field, code } of errors) {
    messages[field] ??= fill(known[code] ?? words.value.fields.invalid_value, { ...bounds[field] });
  }
  return messages;
}
