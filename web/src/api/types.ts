/** What the API sends and takes, by the names of its contract. */
import type { FieldCode, ProblemCode } from './codes.ts';

export type ReactionValue = 'like' | 'dislike';
export type MovieSort = 'popular' | 'top_rated' | 'newest' | 'title' | 'relevance';
export type CommentSort = 'top' | 'newest' | 'oldest';
export type Language = 'es' | 'en';

/** One page of a list; `next` is left out on the last one. */
export interface Page<T> {
  items: T[];
  next?: string;
}

export interface Reactions {
  likes: number;
  dislikes: number;
}

/** Answer to a reaction: the exact counts and what the viewer's own now is. */
export interface Tally extends Reactions {
  mine?: ReactionValue;
}

export interface MovieMine {
  reaction?: ReactionValue;
  rating?: number;
  listed: boolean;
  blocked: boolean;
}

/** A film as lists carry it. */
export interface MovieCard {
  id: string;
  title: string;
  original_title?: string;
  year?: number;
  duration_minutes?: number;
  content_rating?: string;
  genres: string[];
  tags: string[];
  directors: string[];
  poster_url?: string;
  cover_url?: string;
  source_url?: string;
  source?: { name: string; id: string };
  rating: { average?: number; count: number };
  reactions: Reactions;
  comments: number;
  created_at: string;
  updated_at: string;
  mine?: MovieMine;
}

export interface Movie extends MovieCard {
  description?: string;
  cast: string[];
  rating: { average?: number; count: number; histogram: number[] };
}

export interface Genre {
  genre: string;
  count: number;
}

export interface PublicUser {
  id: string;
  name: string;
  avatar_url?: string;
}

export interface User extends PublicUser {
  age: number;
  email: string;
  email_verified: boolean;
  role: 'user' | 'moderator' | 'admin';
  language?: Language;
  has_password: boolean;
  created_at: string;
}

/** Signed in: all three first members; a visitor: none; one whose access ran out: `can_refresh`. */
export interface Session {
  user?: User;
  scopes?: string[];
  expires_at?: string;
  can_refresh?: boolean;
}

export interface CommentMine {
  reaction?: ReactionValue;
  own: boolean;
  can_edit: boolean;
}

export interface Comment {
  id: string;
  movie_id: string;
  parent_id?: string;
  root_id?: string;
  author?: PublicUser;
  body?: string;
  spoiler: boolean;
  created_at: string;
  edited_at?: string;
  deleted: boolean;
  reactions: Reactions;
  replies: number;
  mine?: CommentMine;
}

/** A top-level comment with the first of its replies, oldest first. */
export interface CommentWithReplies extends Comment {
  first_replies: Comment[];
}

export interface ReportReason {
  code: string;
  label: Record<Language, string>;
  text_required: boolean;
}

export interface Report {
  id: string;
  reason: string;
  text?: string;
  status: 'open' | 'resolved' | 'dismissed';
  note?: string;
  created_at: string;
}

export interface BlockedMovie {
  movie: MovieCard;
  report: Report;
}

export interface Bound {
  min: number;
  max: number;
}

export interface Config {
  google: boolean;
  languages: Language[];
  bounds: {
    name: Bound;
    age: Bound;
    password: Bound;
    comment: Bound;
    report_text: { max: number };
  };
  limits: string[];
}

export interface FieldError {
  field: string;
  code: FieldCode;
  detail?: string;
}

/** RFC 9457, as every error answer carries it. */
export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  code: ProblemCode;
  request_id?: string;
  errors?: FieldError[];
}
