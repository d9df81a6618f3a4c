/** What the API sends and takes. `npm run types` writes the schema from the server's own document. */
import type { components, operations } from './schema.d.ts';

type Schemas = components['schemas'];

export type ApiToken = Schemas['ApiToken'];
export type Author = Schemas['Author'];
export type AwaitedMedia = Schemas['AwaitedMedia'];
export type BlockedMovie = Schemas['BlockedMovie'];
export type BlockedUser = Schemas['BlockedUser'];
export type Case = Schemas['Case'];
export type Comment = Schemas['Comment'];
export type CommentThread = Schemas['CommentThread'];
export type Config = Schemas['Config'];
export type Conversations = Schemas['Conversations'];
export type FieldCode = Schemas['FieldCode'];
export type FieldError = Schemas['FieldError'];
export type Genre = Schemas['Genre'];
export type Language = Schemas['Language'];
export type ListedSession = Schemas['ListedSession'];
export type ListedUser = Schemas['ListedUser'];
export type MadeToken = Schemas['MadeToken'];
export type Message = Schemas['Message'];
export type Movie = Schemas['Movie'];
export type MovieCard = Schemas['MovieCard'];
export type Notification = Schemas['Notification'];
export type Notifications = Schemas['Notifications'];
export type Person = Schemas['Person'];
export type Problem = Schemas['Problem'];
export type ProblemCode = Problem['code'];
export type Profile = Schemas['Profile'];
export type RatingSummary = Schemas['RatingSummary'];
export type RatingTally = Schemas['RatingTally'];
export type Reaction = Schemas['Reaction'];
export type Reactions = Schemas['Reactions'];
export type Reason = Schemas['Reason'];
export type Report = Schemas['Report'];
export type ReportReason = Schemas['ReportReason'];
export type ReportStatus = Schemas['ReportStatus'];
export type Role = Schemas['Role'];
export type RoleHolder = Schemas['RoleHolder'];
export type Scope = Schemas['Scope'];
export type Session = Schemas['Session'];
export type SignInRecord = Schemas['SignInRecord'];
export type SignedIn = Schemas['SignedIn'];
export type SignedUp = Schemas['SignedUp'];
export type SocketFrame = Schemas['SocketFrame'];
export type SocketTicket = Schemas['SocketTicket'];
export type Tally = Schemas['Tally'];
export type TargetKind = Schemas['TargetKind'];
export type Unread = Schemas['Unread'];
export type UnreadMessages = Schemas['UnreadMessages'];
export type User = Schemas['User'];
export type UserMovie = Schemas['UserMovie'];

type Films = NonNullable<operations['get_movies']['parameters']['query']>;
/** A filter that is not set may be named all the same. */
export type MovieQuery = { [K in keyof Films]: Films[K] | undefined };
export type MovieSort = NonNullable<Films['sort']>;
export type CommentSort = NonNullable<
  NonNullable<operations['get_movies_id_comments']['parameters']['query']>['sort']
>;
export type Registration =
  operations['post_register']['requestBody']['content']['application/json'];

export type AccountChange = NonNullable<
  operations['patch_account']['requestBody']
>['content']['application/json'];

export type MovieDraft = operations['put_movies_id']['requestBody']['content']['application/json'];
export type NewMedia = operations['post_media']['requestBody']['content']['application/json'];
export type NewMessage =
  operations['post_conversations_user_id_messages']['requestBody']['content']['application/json'];
export type NewToken = operations['post_tokens']['requestBody']['content']['application/json'];
export type Decision = operations['patch_reports_id']['requestBody']['content']['application/json'];

/** One page of a list; `next` is left out on the last one. */
export type Page<T> = Omit<Schemas['PageOfMovieCard'], 'items'> & { items: T[] };
