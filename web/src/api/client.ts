/**
 * The one place that talks to the server.
 *
 * A call answers with its JSON or throws a ProblemError, NetworkError or
 * TimeoutError. Access runs out every few minutes: the client renews it before
 * that where it knows the time, and after a 401 where it does not.
 */
import { NetworkError, ProblemError, TimeoutError, problemOf } from './errors.ts';
import { local } from '../storage.ts';
import { createRefresher, type RefreshHost } from './refresh.ts';

export interface Call {
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  signal?: AbortSignal;
  idempotencyKey?: string;
  /** The ETag of what was read; the server refuses to change something newer. */
  ifMatch?: string | undefined;
  /** Sees the headers of an answer. */
  onHeaders?: (headers: Headers) => void;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ClientHost extends RefreshHost {
  fetch: typeof fetch;
  timeoutMs: number;
}

/** What the page tells the client about who is signed in. */
export interface Access {
  /** Whether a refresh cookie is believed to exist. */
  refreshable: boolean;
  /** When to renew without being asked, in this browser's own clock (ms). */
  renewAt?: number;
}

/** These speak of the session itself: a 401 from them is their answer. */
const sessionPaths = ['/session', '/session/refresh', '/login', '/register'];

/** Done, or accepted to be done: there is nothing more to say. */
const bodiless = [202, 204];

export function createClient(host: ClientHost) {
  let access: Access = { refreshable: false };
  let ended: () => void = () => undefined;
  let renewed: () => Promise<void> = () => Promise.resolve();
  let reached: (answered: boolean) => void = () => undefined;

  const refresher = createRefresher(
    host,
    () => send('POST', '/session/refresh', { body: {} }),
    () => renewed(),
  );

  async function send(method: Method, path: string, call: Call): Promise<unknown> {
    const url = new URLSearchParams();
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined && value !== '') url.set(name, String(value));
    }
    const query = url.size > 0 ? `?${url.toString()}` : '';
    const headers: Record<string, string> = { accept: 'application/json' };
    const init: RequestInit = { method, headers, credentials: 'same-origin' };
    if (call.body !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(call.body);
    }
    if (call.idempotencyKey !== undefined) headers['idempotency-key'] = call.idempotencyKey;
    if (call.ifMatch !== undefined) headers['if-match'] = call.ifMatch;

    const timeout = AbortSignal.timeout(host.timeoutMs);
    init.signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
    let response: Response;
    try {
      response = await host.fetch(`/api${path}${query}`, init);
      reached(true);
      if (response.ok) call.onHeaders?.(response.headers);
      if (response.ok) return bodiless.includes(response.status) ? undefined : await response.json();
    } catch (cause) {
      if (call.signal?.aborted) throw cause;
      if (timeout.aborted) throw new TimeoutError('no answer in time', { cause });
      reached(false);
      throw new NetworkError('no answer', { cause });
    }
    throw await problemOf(response);
  }

  /** Renews access once, for all callers that ask meanwhile; false when the session is over. */
  async function renew(since: number): Promise<boolean> {
    try {
      await refresher.refresh(since);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 401) throw error;
      access = { refreshable: false };
      ended();
      return false;
    }
    return true;
  }

  async function request(method: Method, path: string, call: Call = {}): Promise<unknown> {
    if (sessionPaths.includes(path)) return send(method, path, call);
    if (access.refreshable && access.renewAt !== undefined && host.now() >= access.renewAt) {
      await renew(access.renewAt);
    }
    const began = host.now();
    try {
      return await send(method, path, call);
    } catch (error) {
      const lapsed =
        error instanceof ProblemError &&
        (error.code === 'token_expired' || error.code === 'unauthenticated');
      if (!lapsed || !access.refreshable || !(await renew(began))) throw error;
      return send(method, path, call);
    }
  }

  return {
    request,
    /** Called by the session's keeper whenever it learns who is signed in. */
    setAccess: (next: Access) => void (access = next),
    onEnded: (listener: () => void) => void (ended = listener),
    /** Hears of every call whether the server answered it, or nobody did. */
    onReached: (listener: (answered: boolean) => void) => void (reached = listener),
    onRenewed: (listener: () => Promise<void>) => void (renewed = listener),
    refresh: () => refresher.refresh(host.now()),
  };
}

/** A file of the site's own that is no route of the API. */
export async function siteFile<T>(path: string): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { headers: { accept: 'application/json' }, credentials: 'omit' });
  } catch (cause) {
    throw new NetworkError('no answer', { cause });
  }
  if (!response.ok) throw await problemOf(response);
  return response.json() as Promise<T>;
}

export const client = createClient({
  fetch: (input, init) => fetch(input, init),
  now: () => Date.now(),
  timeoutMs: 15_000,
  locks: typeof navigator === 'undefined' ? undefined : navigator.locks,
  marks: local,
});
