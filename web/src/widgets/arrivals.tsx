/** Says that others have commented meanwhile, and shows it when asked. */
import './arrivals.css';
import { ArrowUp } from 'lucide-preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { watchFilm } from '../live/watch.ts';
import { createArrivals } from '../state/arrivals.ts';
import { isBlocked } from '../state/blocks.ts';
import type { Conversation } from '../state/conversation.ts';
import { user } from '../state/session.ts';
import { count } from '../words/index.ts';
import { messagesWords } from '../words/messages.ts';

export function Arrivals(props: {
  movieId: string;
  conversation: Conversation;
  onCount: (change: number) => void;
}) {
  const { movieId, conversation } = props;
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(props.onCount);
  latest.current = props.onCount;
  const me = user.value?.id ?? '';
  const arrivals = useMemo(
    () => createArrivals({ movieId, me, conversation, onCount: (change) => latest.current(change) }),
    [movieId, me, conversation],
  );
  useEffect(() => watchFilm(movieId, arrivals.hear, arrivals.ask), [movieId, arrivals]);
  const waiting = arrivals.waiting.value.filter(({ author }) => !author || !isBlocked(author.id)).length;

  function show(): void {
    arrivals.show();
    place.current?.scrollIntoView({ block: 'center' });
    // Once they are drawn: the first of them.
    setTimeout(() => place.current?.parentElement?.querySelector<HTMLElement>('.comment')?.focus({ preventScroll: true }));
  }

  return (
    <div class="arrivals" role="status" ref={place}>
      {waiting > 0 && (
        <button type="button" class="arrivals__show" onClick={show}>
          <ArrowUp size={16} aria-hidden="true" />
          {count(messagesWords.value.comments.fresh, waiting)}
        </button>
      )}
    </div>
  );
}
