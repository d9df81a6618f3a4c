/** The routes of those who keep the site, fetched with their pages. */
import { get, patch, post, put, remove } from './endpoints.ts';
import type {
  ApiToken,
  Case,
  Decision,
  ListedUser,
  MadeToken,
  Movie,
  MovieDraft,
  NewToken,
  Page,
  ReportStatus,
  Role,
  RoleHolder,
  TargetKind,
} from './types.ts';

/** A film with the mark of its version, which an edit gives back. */
export interface VersionedMovie {
  movie: Movie;
  etag: string | undefined;
}

async function movieToEdit(id: string): Promise<VersionedMovie> {
  let etag: string | undefined;
  const onHeaders = (headers: Headers) => void (etag = headers.get('etag') ?? undefined);
  return { movie: await get<Movie>(`/movies/${id}`, { onHeaders }), etag };
}

/** True where the same film came with the same key before. */
async function importMovie(draft: MovieDraft, idempotencyKey: string): Promise<boolean> {
  let known = false;
  const onHeaders = (headers: Headers) => void (known = headers.get('idempotency-replayed') === 'true');
  await post<Movie>('/movies', draft, { idempotencyKey, onHeaders });
  return known;
}

export const staffApi = {
  movieToEdit,
  createMovie: (draft: MovieDraft, idempotencyKey: string) =>
    post<Movie>('/movies', draft, { idempotencyKey }),
  importMovie,
  replaceMovie: (id: string, draft: MovieDraft, ifMatch: string | undefined) =>
    put<Movie>(`/movies/${id}`, draft, { ifMatch }),
  deleteMovie: (id: string) => remove<undefined>(`/movies/${id}`),

  cases: (status: ReportStatus, kind: TargetKind | undefined, cursor?: string) =>
    get<Page<Case>>('/reports', { query: { status, kind, cursor } }),
  decide: (id: string, decision: Decision) => patch<Case>(`/reports/${id}`, decision),

  tokens: (cursor?: string) => get<Page<ApiToken>>('/tokens', { query: { limit: 100, cursor } }),
  makeToken: (token: NewToken) => post<MadeToken>('/tokens', token),
  revokeToken: (id: string) => remove<undefined>(`/tokens/${id}`),
  accounts: (q: string, cursor?: string) =>
    get<Page<ListedUser>>('/admin/users', { query: { q, cursor } }),
  giveRole: (id: string, role: Role) => patch<RoleHolder>(`/users/${id}`, { role }),
};
