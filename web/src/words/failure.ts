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
  return problems[error.code];
}

/** One message for each bad field, by the field's name. */
export function fieldMessages(
  errors: readonly FieldError[],
  bounds: Partial<Record<string, { min?: number; max: number }>>,
): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const { field, code } of errors) {
    messages[field] ??= fill(words.value.fields[code], { ...bounds[field] });
  }
  return messages;
}
