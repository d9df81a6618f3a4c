/**
 * Keeps the shell of the pages, so that they open without a network; what they show is always the server's. The build
 * puts `shell` and `version` before this (`build/service-worker.ts`).
 *
 * A page's HTML is asked of the server every time: it may carry a film's head and first comments, and it names the files
 * of its own build. A new worker waits until no page of the old build is open, which may still want its files.
 */
declare const shell: readonly string[];
declare const version: string;
declare const self: ServiceWorkerGlobalScope;

const kept = `shell-${version}`;
const page = '/index.html';

/** A file whose name changes with its content never has to be asked for again. */
const isHashed = (path: string) => path.startsWith('/assets/');

async function fromCacheFirst(request: Request): Promise<Response> {
  const cache = await caches.open(kept);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function fromNetworkFirst(request: Request, path: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await caches.match(path, { cacheName: kept });
    if (found) return found;
    throw error;
  }
}

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(kept).then((cache) => cache.addAll([page, ...shell])));
});

self.addEventListener('activate', (event) => {
  const old = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('shell-') && name !== kept);
    await Promise.all(names.map((name) => caches.delete(name)));
  };
  event.waitUntil(Promise.all([old(), self.clients.claim()]));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (isHashed(pathname)) event.respondWith(fromCacheFirst(request));
  // Sign-in with a provider is a navigation, too, and not a page of ours.
  else if (request.mode === 'navigate' && !pathname.startsWith('/api/')) event.respondWith(fromNetworkFirst(request, page));
  else if (shell.includes(pathname)) event.respondWith(fromNetworkFirst(request, pathname));
});

export {};
