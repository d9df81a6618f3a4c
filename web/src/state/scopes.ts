/** What the person who is signed in may do. */
import { session } from './session.ts';
import type { Scope } from '../api/types.ts';

export function may(scope: Scope): boolean {
  return session.value?.scopes?.includes(scope) ?? false;
}
