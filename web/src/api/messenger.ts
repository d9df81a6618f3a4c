/** The routes of messages, pictures and the socket: fetched with what uses them, not with the first page. */
import { get, post, put, remove } from './endpoints.ts';
import type {
  AwaitedMedia,
  Conversations,
  Message,
  NewMedia,
  NewMessage,
  Page,
  SocketTicket,
  UnreadMessages,
  User,
} from './types.ts';

/** Ids of messages; neither means the newest page. */
export interface Span {
  after?: string | undefined;
  before?: string | undefined;
}

/** Few to look at, as many as the server gives to catch up. */
const perPage = { looking: 30, catchingUp: 100 };

export const messenger = {
  conversations: (cursor?: string) =>
    get<Conversations>('/conversations', { query: { limit: 30, cursor } }),
  messages: (userId: string, { after, before }: Span) =>
    get<Page<Message>>(`/conversations/${userId}/messages`, {
      query: { after, before, limit: after === undefined ? perPage.looking : perPage.catchingUp },
    }),
  sendMessage: (userId: string, message: NewMessage) =>
    post<Message>(`/conversations/${userId}/messages`, message),
  readMessages: (userId: string, upTo: string) =>
    post<UnreadMessages>(`/conversations/${userId}/read`, { up_to: upTo }),

  askUpload: (media: NewMedia) => post<AwaitedMedia>('/media', media),
  wearPicture: (mediaId: string) => put<User>('/account/avatar', { media_id: mediaId }),
  removePicture: () => remove<User>('/account/avatar'),

  socketTicket: () => post<SocketTicket>('/socket/ticket', {}),
};

export type Messenger = typeof messenger;
