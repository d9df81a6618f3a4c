/** What the messenger's routes send and take, until the server's own document tells it. */
import type { Person } from './types.ts';

export interface Message {
  id: string;
  client_id: string;
  from: string;
  to: string;
  text?: string;
  media_url?: string;
  media_width?: number;
  media_height?: number;
  sent_at: string;
  delivered_at?: string;
  read_at?: string;
}

export type Correspondent = Person & { online: boolean };

export interface ConversationSummary {
  user: Correspondent;
  last_message: Message;
  unread: number;
}

export interface Conversations {
  items: ConversationSummary[];
  next?: string;
  unread_total: number;
}

export interface NewMessage {
  client_id: string;
  text?: string;
  media_id?: string;
}

export interface NewMedia {
  purpose: 'avatar' | 'message';
  content_type: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif';
  size: number;
}

export interface MediaUpload {
  media_id: string;
  upload: { method: string; url: string; headers: Record<string, string>; expires_at: string };
}

export interface SocketTicket {
  url: string;
  ticket: string;
  expires_at: string;
}
