/** The stable codes of error answers; the word tables have one message for each. */

export const problemCodes = [
  'malformed_json',
  'bad_cursor',
  'bad_request',
  'unauthenticated',
  'invalid_credentials',
  'token_expired',
  'insufficient_scope',
  'csrf',
  'blocked',
  'not_found',
  'method_not_allowed',
  'email_taken',
  'already_reported',
  'idempotency_conflict',
  'precondition_failed',
  'body_too_large',
  'unsupported_media_type',
  'validation_failed',
  'rate_limited',
  'store_unavailable',
  'internal',
  'request_timeout',
  'headers_too_large',
] as const;

export const fieldCodes = [
  'required',
  'too_short',
  'too_long',
  'too_small',
  'too_large',
  'invalid_type',
  'invalid_format',
  'invalid_value',
  'forbidden_character',
  'too_many',
  'duplicate',
  'unknown_field',
  'too_common',
  'same_as_identity',
  'incorrect',
] as const;

export type ProblemCode = (typeof problemCodes)[number];
export type FieldCode = (typeof fieldCodes)[number];

export function isProblemCode(code: unknown): code is ProblemCode {
  return (problemCodes as readonly unknown[]).includes(code);
}
