/** New comments of the film that is on the screen: pushed where the server can, asked for where it cannot. */
import type { Comment } from '../api/types.ts';
import { liveStatus, onFrame, say } from './socket.ts';

const pollMs = 30_000;
/** A device watches one film, and frames may overtake each other: what is left is only told where nothing follows. */
const leaveMs = 1500;
let leaving: ReturnType<typeof setTimeout> | undefined;

/** `ask` brings what was not pushed. What comes back ends it. */
export function watchFilm(movieId: string, heard: (comment: Comment) => void, ask: () => Promise<void>): () => void {
  let pushed = false;
  let greeted = liveStatus.peek() === 'open';
  const poll = () => void ask().catch(() => undefined);
  const watch = () => say({ type: 'watch', movie_id: movieId });
  clearTimeout(leaving);
  watch();
  const timer = setInterval(() => {
    const told = pushed && liveStatus.peek() === 'open';
    if (!told && !document.hidden) poll();
  }, pollMs);
  const stops = [
    onFrame('hello', () => {
      pushed = false;
      watch();
      // The page itself was loaded before the first one.
      if (greeted) poll();
      greeted = true;
    }),
    onFrame('watching', (frame) => {
      if (frame.movie_id === movieId) pushed = frame.live;
    }),
    onFrame('comment', (frame) => {
      if (frame.movie_id === movieId) heard(frame.comment);
    }),
  ];
  return () => {
    clearInterval(timer);
    for (const stop of stops) stop();
    leaving = setTimeout(() => say({ type: 'unwatch', movie_id: movieId }), leaveMs);
  };
}
