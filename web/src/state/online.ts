import { effect, signal } from '@preact/signals';
import { client } from '../api/client.ts';

/** Whether there is a network, by what the browser believes and by whether the last call was answered. */
export const online = signal(navigator.onLine);

/** Without one, the server is asked this often whether it is there again: browsers do not always notice. */
const everyMs = 5000;

addEventListener('online', () => (online.value = true));
addEventListener('offline', () => (online.value = false));
// What was answered may come from the browser's own cache.
client.onReached((answered) => (online.value = answered && navigator.onLine));

effect(() => {
  if (online.value) return;
  const timer = setInterval(() => void client.request('GET', '/health').catch(() => undefined), everyMs);
  return () => clearInterval(timer);
});

/** Once the network is back. To be called while there is none. */
export function whenOnline(act: () => void): void {
  const stop = online.subscribe((now) => {
    if (!now) return;
    queueMicrotask(() => stop());
    act();
  });
}
