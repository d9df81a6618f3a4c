/** What each error code means for the reader, and what to do about it. */
import type { FieldCode, ProblemCode } from '../api/types.ts';

export const problems: Record<ProblemCode, string> = {
  malformed_json: 'The page sent something unreadable. Reload it and try again.',
  bad_cursor: 'The list changed while you were reading. Reload to see it from the start.',
  bad_request: 'KenMovie did not understand the request. Reload the page.',
  unauthenticated: 'Sign in to do this.',
  invalid_credentials: 'Email and password do not match. Check them both.',
  token_expired: 'Your session ended. Sign in again.',
  insufficient_scope: 'Your account is not allowed to do this.',
  csrf: 'The request did not come from this page. Reload it and try again.',
  not_found: 'This is no longer here.',
  method_not_allowed: 'KenMovie does not allow that. Reload the page.',
  email_taken: 'There is an account with this email already. Sign in with it or use another.',
  already_reported: 'You have reported this already. We are looking into it.',
  idempotency_conflict: 'Another version of this was sent already. Reload to see which one stayed.',
  precondition_failed: 'Someone changed it before you. Reload and try again.',
  body_too_large: 'It is too long. Shorten it and send it again.',
  unsupported_media_type: 'That format does not work here. Reload the page.',
  validation_failed: 'Check the marked fields.',
  rate_limited: 'That was a bit fast. Wait a moment.',
  store_unavailable: 'KenMovie is not available right now. Try again in a few seconds.',
  internal: 'Something failed on our side. Try again in a while.',
  request_timeout: 'Sending took too long. Try again.',
  headers_too_large: 'Your browser sent too much data. Clear the cookies of this site and sign in again.',
};

/** `{min}` and `{max}` are filled where the page knows the bounds. */
export const fieldProblems: Record<FieldCode, string> = {
  required: 'Fill this in.',
  too_short: 'It needs at least {min} characters.',
  too_long: 'It can have up to {max} characters.',
  too_small: 'The least is {min}.',
  too_large: 'The most is {max}.',
  invalid_type: 'This is not in the expected form.',
  invalid_format: 'This does not look right. Check the spelling.',
  invalid_value: 'Choose one of the options.',
  forbidden_character: 'It has a character that is not allowed. Remove it.',
  too_many: 'Too many. The most is {max}.',
  duplicate: 'This is repeated.',
  unknown_field: 'This should not be here. Reload the page.',
  too_common: 'It is one of the most used passwords. Choose another.',
  same_as_identity: 'Do not use your name or email as the password.',
};
