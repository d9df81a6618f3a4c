/** The routes the pages use, one function each. */
import { client, type Call } from './client.ts';
import type {
  AccountChange,
  BlockedMovie,
  Comment,
  CommentSort,
  CommentThread,
  Config,
  Genre,
  ListedSession,
  Movie,
  MovieCard,
  MovieQuery,
  Page,
  Reaction,
  Reason,
  Registration,
  Report,
  ReportReason,
  Session,
  SignInRecord,
  SignedIn,
  SignedUp,
  Tally,
  User,
} from './types.ts';

/** The contract says what each route answers; this is where that is believed. */
const get = <T>(path: string, call?: Call) => client.request('GET', path, call) as Promise<T>;
const post = <T>(path: string, body: unknown, call?: Call) =>
  client.request('POST', path, { ...call, body }) as Promise<T>;
const put = <T>(path: string, body: unknown) => client.request('PUT', path, { body }) as Promise<T>;
const patch = <T>(path: string, body: unknown) =>
  client.request('PATCH', path, { body }) as Promise<T>;
const remove = <T>(path: string, body?: unknown) =>
  client.request('DELETE', path, body === undefined ? {} : { body }) as Promise<T>;

const react = (path: string, value: Reaction | undefined) =>
  value === undefined ? remove<Tally>(path) : put<Tally>(path, { value });

export const api = {
  session: () => get<Session>('/session'),
  login: (email: string, password: string) => post<SignedIn>('/login', { email, password }),
  register: (registration: Registration) => post<SignedUp>('/register', registration),
  signOut: () => remove<undefined>('/session'),

  askReset: (email: string) => post<undefined>('/password-reset', { email }),
  resetPassword: (token: string, newPassword: string) =>
    post<undefined>('/password-reset/confirm', { token, new_password: newPassword }),
  askVerification: () => post<undefined>('/account/verify-email', {}),
  verifyEmail: (token: string) => post<undefined>('/account/verify-email/confirm', { token }),

  changeAccount: (change: AccountChange) => patch<User>('/account', change),
  changeEmail: (email: string, password: string | undefined) =>
    post<undefined>('/account/email', { email, password }),
  changePassword: (newPassword: string, current: string | undefined) =>
    put<undefined>('/account/password', { new_password: newPassword, current_password: current }),
  deleteAccount: (password: string | undefined) => remove<undefined>('/account', { password }),
  exportAccount: () => get<unknown>('/account/export'),
  signIns: () => get<Page<SignInRecord>>('/account/sign-ins'),
  sessions: () => get<Page<ListedSession>>('/sessions'),
  endSession: (id: string) => remove<undefined>(`/sessions/${id}`),
  endOtherSessions: () => remove<undefined>('/sessions'),

  movies: (query: MovieQuery, signal?: AbortSignal) =>
    get<Page<MovieCard>>('/movies', { query: { ...query }, ...(signal && { signal }) }),
  movie: (id: string) => get<Movie>(`/movies/${id}`),
  genres: () => get<Page<Genre>>('/genres'),
  reactToMovie: (id: string, value: Reaction | undefined) =>
    react(`/movies/${id}/reaction`, value),

  reportReasons: () => get<Page<ReportReason>>('/report-reasons'),
  reportMovie: (id: string, reason: Reason, text: string, idempotencyKey: string) =>
    post<Report>(
      `/movies/${id}/reports`,
      { reason, ...(text !== '' && { text }) },
      { idempotencyKey },
    ),
  blockedMovies: (cursor?: string) =>
    get<Page<BlockedMovie>>('/blocked-movies', { query: { cursor } }),
  unblockMovie: (id: string) => remove<undefined>(`/blocked-movies/${id}`),

  comments: (movieId: string, sort: CommentSort, cursor?: string) =>
    get<Page<CommentThread>>(`/movies/${movieId}/comments`, { query: { sort, cursor } }),
  replies: (commentId: string, cursor?: string) =>
    get<Page<Comment>>(`/comments/${commentId}/replies`, { query: { cursor } }),
  comment: (movieId: string, body: string, spoiler: boolean, idempotencyKey: string) =>
    post<Comment>(`/movies/${movieId}/comments`, { body, spoiler }, { idempotencyKey }),
  reply: (commentId: string, body: string, spoiler: boolean, idempotencyKey: string) =>
    post<Comment>(`/comments/${commentId}/replies`, { body, spoiler }, { idempotencyKey }),
  editComment: (id: string, body: string, spoiler: boolean) =>
    patch<Comment>(`/comments/${id}`, { body, spoiler }),
  deleteComment: (id: string) => remove<undefined>(`/comments/${id}`),
  reactToComment: (id: string, value: Reaction | undefined) =>
    react(`/comments/${id}/reaction`, value),

  config: () => get<Config>('/config'),
};

export type Api = typeof api;
