/** Begins and ends what happens live with the session; most visits, a visitor's, never fetch it. */
import { effect } from '@preact/signals';
import { user } from './session.ts';

/** To be called once. */
export function keepLive(): void {
  let begun = false;
  effect(() => {
    const someone = user.value?.id;
    if (someone === undefined && !begun) return;
    begun = true;
    void import('../live/start.ts').then(
      ({ follow }) => follow(user.peek()?.id),
      // Everything but the socket works without it; a reload tries again.
      () => (begun = false),
    );
  });
}
