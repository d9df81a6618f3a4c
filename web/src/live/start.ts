/** What runs while somebody is signed in: the socket, and all that it tells. Fetched then. */
import { closeMessenger, openMessenger } from '../state/messenger/index.ts';
import { askUnread } from '../state/unread.ts';
import { closeSocket, onFrame, openSocket } from './socket.ts';

let followed: string | undefined;

onFrame('notification', () => void askUnread());

/** `undefined`: nobody is signed in any more. */
export function follow(userId: string | undefined): void {
  if (userId === followed) return;
  if (followed !== undefined) {
    closeSocket();
    closeMessenger();
  }
  followed = userId;
  if (userId === undefined) return;
  openMessenger(userId);
  openSocket();
}
