import { signal } from '@preact/signals';
import { client } from '../api/client.ts';

/** Whether there is a network, by what the browser believes and by whether the last call was answered. */
export const online = signal(navigator.onLine);

addEventListener('online', () => (online.value = true));
addEventListener('offline', () => (online.value = false));
// What was answered may come from the browser's own cache.
client.onReached((answered) => (online.value = answered && navigator.onLine));
