/** What the socket says and is told. Frames that this page does not know are no concern of it. */
import type { SocketFrame } from '../api/types.ts';

/** `read` is by the other person, or by the viewer on another device; `conversation` is always the other person's id. */
export type ServerFrame = SocketFrame;

export type ClientFrame =
  | { type: 'ping' }
  | { type: 'typing'; to: string }
  | { type: 'watch' | 'unwatch'; movie_id: string };

export type FrameType = ServerFrame['type'];
export type FrameOf<T extends FrameType> = Extract<ServerFrame, { type: T }>;

/** What each frame must have to be believed. */
const members: { [T in FrameType]: readonly Exclude<keyof FrameOf<T>, 'type'>[] } = {
  hello: ['connection_id', 'heartbeat_seconds'],
  pong: [],
  message: ['message'],
  delivered: ['conversation', 'up_to'],
  read: ['conversation', 'up_to', 'by'],
  typing: ['from'],
  presence: ['user_id', 'online'],
  comment: ['movie_id', 'comment'],
  notification: ['notification'],
  watching: ['movie_id', 'live'],
  error: ['code'],
};

const isKnown = (type: unknown): type is FrameType => typeof type === 'string' && Object.hasOwn(members, type);

export function readFrame(text: unknown): ServerFrame | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const frame = JSON.parse(text) as Record<string, unknown> | null;
    if (!frame || !isKnown(frame.type)) return undefined;
    const wanted: readonly string[] = members[frame.type];
    return wanted.every((name) => frame[name] !== undefined) ? (frame as unknown as ServerFrame) : undefined;
  } catch {
    return undefined;
  }
}
