/** The routes the pages use, one function each. */
import { client, type Call } from './client.ts';
import type {
  AccountChange,
  BlockedMovie,
  BlockedUser,
  Comment,
  CommentSort,
  CommentThread,
  Config,
  Genre,
  ListedSession,
  Movie,
  MovieCard,
  MovieQuery,
  Notifications,
  Page,
  Person,
  Profile,
  RatingTally,
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
  Unread,
  User,
  UserMovie,
} from './types.ts';

/** The contract says what each route answers; this is where that is believed. */
export const get = <T>(path: string, call?: Call) => client.request('GET', path, call) as Promise<T>;
export const post = <T>(path: string, body: unknown, call?: Call) =>
  client.request('POST', path, { ...call, body }) as Promise<T>;
export const put = <T>(path: string, body?: unknown, call?: Call) =>
  client.request('PUT', path, { ...call, ...(body !== undefined && { body }) }) as Promise<T>;
export const patch = <T>(path: string, body: unknown) =>
  client.request('PATCH', path, { body }) as Promise<T>;
export const remove = <T>(path: string, body?: unknown) =>
  client.request('DELETE', path, body === undefined ? {} : { body }) as Promise<T>;

const react = (path: string, value: Reaction | undefined) =>
  value === undefined ? remove<Tally>(path) : put<Tally>(path, { value });

const report = (path: string, reason: Reason, text: string, idempotencyKey: string) =>
  post<Report>(path, { reason, ...(text !== '' && { text }) }, { idempotencyKey });

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
  rateMovie: (id: string, score: number | undefined) =>
    score === undefined
      ? remove<RatingTally>(`/movies/${id}/rating`)
      : put<RatingTally>(`/movies/${id}/rating`, { score }),
  userMovies: (cursor?: string) =>
    get<Page<UserMovie>>('/user-movies', { query: { limit: 42, cursor } }),
  listMovie: (id: string) => put<undefined>(`/user-movies/${id}`),
  unlistMovie: (id: string) => remove<undefined>(`/user-movies/${id}`),

  reportReasons: () => get<Page<ReportReason>>('/report-reasons'),
  reportMovie: (id: string, reason: Reason, text: string, idempotencyKey: string) =>
    report(`/movies/${id}/reports`, reason, text, idempotencyKey),
  blockedMovies: (cursor?: string) =>
    get<Page<BlockedMovie>>('/blocked-movies', { query: { cursor } }),
  unblockMovie: (id: string) => remove<undefined>(`/blocked-movies/${id}`),

  comments: (movieId: string, sort: CommentSort, cursor?: string) =>
    get<Page<CommentThread>>(`/movies/${movieId}/comments`, { query: { sort, cursor } }),
  oneComment: (id: string) => get<Comment>(`/comments/${id}`),
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

  reportComment: (id: string, reason: Reason, text: string, idempotencyKey: string) =>
    report(`/comments/${id}/reports`, reason, text, idempotencyKey),
  muteThread: (commentId: string) => put<undefined>(`/comments/${commentId}/mute`),
  unmuteThread: (commentId: string) => remove<undefined>(`/comments/${commentId}/mute`),

  people: (q: string, cursor?: string) => get<Page<Person>>('/users', { query: { q, cursor } }),
  person: (id: string) => get<Profile>(`/users/${id}`),
  blockedUsers: (cursor?: string) =>
    get<Page<BlockedUser>>('/blocked-users', { query: { limit: 100, cursor } }),
  blockUser: (id: string) => put<undefined>(`/blocked-users/${id}`),
  unblockUser: (id: string) => remove<undefined>(`/blocked-users/${id}`),
  notifications: (cursor?: string, limit?: number) =>
    get<Notifications>('/notifications', { query: { limit, cursor } }),
  readNotifications: (upTo: string) => post<Unread>('/notifications/read', { up_to: upTo }),

  config: () => get<Config>('/config'),
};

export type Api = typeof api;
