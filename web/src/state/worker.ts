/** The service worker by which the pages open without a network (`worker/sw.ts`). Development goes without. */
export function keepShell(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // After everything that the first page needs; the pages work without it.
  addEventListener('load', () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined));
}
