import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './client.ts';
import { NetworkError, ProblemError, TimeoutError } from './errors.ts';

type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | Error;

/** Answers each path with the next of its prepared answers, the last one again and again. */
function server(answers: Record<string, Answer[]>) {
  const calls: { path: string; init: RequestInit }[] = [];
  const fetch = (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const path = `${init.method ?? 'GET'} ${typeof input === 'string' ? input : ''}`;
    calls.push({ path, init });
    const prepared = answers[path] ?? [];
    const answer = prepared.length > 1 ? prepared.shift() : prepared[0];
    if (answer === undefined) return Promise.reject(new Error(`unexpected ${path}`));
    if (answer instanceof Error) return Promise.reject(answer);
    const body = answer.body === undefined ? null : JSON.stringify(answer.body);
    const init_: ResponseInit = { status: answer.status, ...(answer.headers && { headers: answer.headers }) };
    return Promise.resolve(new Response(body, init_));
  };
  return { fetch, calls, paths: () => calls.map((call) => call.path) };
}

const expired: Answer = { status: 401, body: { code: 'token_expired', title: '', status: 401 } };
const refreshPath = 'POST /api/session/refresh';
const list = 'GET /api/blocked-movies';
const fine: Answer = { status: 200, body: { items: [] } };

let marks: Map<string, string>;
let now: number;

function clientOf(fetch: typeof globalThis.fetch, locks?: Pick<LockManager, 'request'>) {
  return createClient({
    fetch,
    now: () => now,
    timeoutMs: 1000,
    locks,
    marks: {
      getItem: (key) => marks.get(key) ?? null,
      setItem: (key, value) => void marks.set(key, value),
    },
  });
}

beforeEach(() => {
  marks = new Map();
  now = 1_000_000;
});

describe('renewing access', () => {
  it('renews once and repeats the call after an expired token', async () => {
    const { fetch, paths } = server({ [list]: [expired, fine], [refreshPath]: [{ status: 200, body: {} }] });
    const client = clientOf(fetch);
    client.setAccess({ refreshable: true });
    await expect(client.request('GET', '/blocked-movies')).resolves.toEqual({ items: [] });
    expect(paths()).toEqual([list, refreshPath, list]);
  });

  it('renews once for calls that find the token expired together', async () => {
    const { fetch, paths } = server({
      [list]: [expired, expired, fine],
      [refreshPath]: [{ status: 200, body: {} }],
    });
    const client = clientOf(fetch);
    client.setAccess({ refreshable: true });
    await Promise.all([client.request('GET', '/blocked-movies'), client.request('GET', '/blocked-movies')]);
    expect(paths().filter((path) => path === refreshPath)).toHaveLength(1);
  });

  it('asks for the lock between tabs and does not renew what another tab has just renewed', async () => {
    const { fetch, paths } = server({ [list]: [expired, fine] });
    const request = vi.fn((_name: string, work: () => unknown) => {
      // While this tab waited, another one held the lock and renewed.
      marks.set('km.refreshed_at', String(now + 5));
      return Promise.resolve(work());
    });
    const client = clientOf(fetch, { request } as unknown as Pick<LockManager, 'request'>);
    client.setAccess({ refreshable: true });
    await client.request('GET', '/blocked-movies');
    expect(request).toHaveBeenCalledOnce();
    expect(paths()).toEqual([list, list]);
  });

  it('renews before the call where the end of the access is known', async () => {
    const { fetch, paths } = server({ [list]: [fine], [refreshPath]: [{ status: 200, body: {} }] });
    const client = clientOf(fetch);
    client.onRenewed(() => {
      client.setAccess({ refreshable: true, renewAt: now + 60_000 });
      return Promise.resolve();
    });
    client.setAccess({ refreshable: true, renewAt: now - 1 });
    await client.request('GET', '/blocked-movies');
    await client.request('GET', '/blocked-movies');
    expect(paths()).toEqual([refreshPath, list, list]);
  });

  it('tells that the session ended when it cannot be renewed, and the call fails', async () => {
    const { fetch } = server({ [list]: [expired], [refreshPath]: [expired] });
    const client = clientOf(fetch);
    const ended = vi.fn();
    client.onEnded(ended);
    client.setAccess({ refreshable: true });
    await expect(client.request('GET', '/blocked-movies')).rejects.toMatchObject({ code: 'token_expired' });
    expect(ended).toHaveBeenCalledOnce();
  });

  it('does not end the session when the renewal found no network', async () => {
    const { fetch } = server({ [list]: [expired], [refreshPath]: [new TypeError('offline')] });
    const client = clientOf(fetch);
    const ended = vi.fn();
    client.onEnded(ended);
    client.setAccess({ refreshable: true });
    await expect(client.request('GET', '/blocked-movies')).rejects.toBeInstanceOf(NetworkError);
    expect(ended).not.toHaveBeenCalled();
  });

  it('leaves a visitor’s 401 and a wrong password as they are', async () => {
    const { fetch, paths } = server({ [list]: [expired], 'POST /api/login': [expired] });
    const client = clientOf(fetch);
    await expect(client.request('GET', '/blocked-movies')).rejects.toBeInstanceOf(ProblemError);
    client.setAccess({ refreshable: true });
    await expect(client.request('POST', '/login', { body: {} })).rejects.toBeInstanceOf(ProblemError);
    expect(paths()).not.toContain(refreshPath);
  });
});

describe('what a call says and hears', () => {
  it('leaves empty filters out of the address', async () => {
    const { fetch, paths } = server({ 'GET /api/movies?q=%C3%B1&limit=6': [fine] });
    await clientOf(fetch).request('GET', '/movies', { query: { q: 'ñ', genre: '', year_from: undefined, limit: 6 } });
    expect(paths()).toEqual(['GET /api/movies?q=%C3%B1&limit=6']);
  });

  it('sends JSON and the idempotency key', async () => {
    const { fetch, calls } = server({ 'POST /api/movies/1/comments': [{ status: 201, body: {} }] });
    await clientOf(fetch).request('POST', '/movies/1/comments', { body: { body: 'a' }, idempotencyKey: 'k' });
    expect(calls[0]?.init).toMatchObject({
      body: '{"body":"a"}',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
    });
  });

  it.each([202, 204])('answers nothing to %i', async (status) => {
    const { fetch } = server({ 'DELETE /api/comments/1': [{ status }] });
    await expect(clientOf(fetch).request('DELETE', '/comments/1')).resolves.toBeUndefined();
  });

  it('reads a problem with its fields, its reference and the time to wait', async () => {
    const { fetch } = server({
      [list]: [
        {
          status: 429,
          body: { code: 'rate_limited', title: '', status: 429, request_id: 'r-1', errors: [{ field: 'a', code: 'required' }] },
          headers: { 'retry-after': '7' },
        },
      ],
    });
    const error: unknown = await clientOf(fetch).request('GET', '/blocked-movies').catch((e: unknown) => e);
    expect(error).toMatchObject({
      status: 429,
      code: 'rate_limited',
      requestId: 'r-1',
      retryAfter: 7,
      errors: [{ field: 'a', code: 'required' }],
    });
  });

  it('reads an answer that is no problem document by its status', async () => {
    const { fetch } = server({ [list]: [{ status: 502 }] });
    await expect(clientOf(fetch).request('GET', '/blocked-movies')).rejects.toMatchObject({
      code: 'store_unavailable',
    });
  });

  it('tells a missing network from a missing answer', async () => {
    const { fetch } = server({ [list]: [new TypeError('failed to fetch')] });
    await expect(clientOf(fetch).request('GET', '/blocked-movies')).rejects.toBeInstanceOf(NetworkError);

    const silent = (_input: unknown, init?: RequestInit) =>
      new Promise<Response>((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
      });
    const client = createClient({
      fetch: silent,
      now: () => now,
      timeoutMs: 1,
      locks: undefined,
      marks: { getItem: () => null, setItem: () => undefined },
    });
    await expect(client.request('GET', '/blocked-movies')).rejects.toBeInstanceOf(TimeoutError);
  });
});
