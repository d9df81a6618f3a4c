/** What was said, oldest first; more of it comes as one scrolls back. */
import { ArrowDown } from 'lucide-preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { arrange, type Day } from '../../state/messenger/arrangement.ts';
import type { Chat } from '../../state/messenger/chat.ts';
import { typing } from '../../state/messenger/presence.ts';
import { newestUnseen } from '../../state/messenger/transcript.ts';
import { useBottom } from '../../ui/at-bottom.ts';
import { Failure } from '../../ui/state.tsx';
import { failed } from '../../ui/toast.tsx';
import { count, fill, words } from '../../words/index.ts';
import { messagesWords } from '../../words/messages.ts';
import { dayName } from '../../words/times.ts';
import { Bubble } from './bubble.tsx';

/** Whether somebody really looks: a tab behind another, or a window behind it, has seen nothing. */
const looksHere = () => !document.hidden && document.hasFocus();

function useLook(chat: Chat, atBottom: boolean): void {
  const newest = newestUnseen(chat.transcript.value)?.id;
  useEffect(() => {
    if (newest === undefined || !atBottom) return;
    const look = () => {
      if (looksHere()) void chat.look();
    };
    look();
    addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [chat, newest, atBottom]);
}

/** Reads out what the other person says while the conversation is open. */
function Announcer({ chat, name }: { chat: Chat; name: string }) {
  const { me, messages } = chat.transcript.value;
  const last = messages.findLast(({ from }) => from !== me);
  const ready = chat.status.value === 'ready';
  const heard = useRef<string>();
  const [said, say] = useState('');
  useEffect(() => {
    if (!ready) return;
    const text = last?.text ?? messagesWords.peek().page.picture;
    if (heard.current !== undefined && last && last.id > heard.current) {
      say(fill(messagesWords.peek().chat.said, { name, text }));
    }
    heard.current = last?.id ?? '';
  }, [ready, last?.id]);
  return (
    <span class="unseen" role="status">
      {said}
    </span>
  );
}

function Older({ chat }: { chat: Chat }) {
  const mark = useRef<HTMLDivElement>(null);
  const [broken, breakIt] = useState(false);
  const first = chat.transcript.value.messages[0]?.id;
  const bring = () => {
    breakIt(false);
    chat.loadOlder().catch((error: unknown) => {
      breakIt(true);
      failed(error);
    });
  };
  useEffect(() => {
    if (!mark.current || broken) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) bring();
      },
      // Before one gets there.
      { root: mark.current.parentElement?.parentElement ?? null, rootMargin: '600px 0px 0px' },
    );
    observer.observe(mark.current);
    return () => observer.disconnect();
    // Anew after each page: the mark may still be in sight.
  }, [chat, first, broken]);
  return (
    <div class="log__older" ref={mark}>
      {broken ? (
        <button type="button" class="button" onClick={bring}>
          {words.value.site.retry}
        </button>
      ) : (
        <span class="log__bone bone" aria-hidden="true" />
      )}
    </div>
  );
}

function Days({ days, chat, name }: { days: Day[]; chat: Chat; name: string }) {
  const marks = chat.transcript.value;
  return (
    <>
      {days.map((day) => (
        <section key={day.key} class="day">
          <p class="day__name">
            <time dateTime={day.at}>{dayName(day.at)}</time>
          </p>
          <ol>
            {day.lines.map((line) => (
              <Bubble key={line.key} {...{ line, name, chat, marks }} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

export function Log({ chat, name }: { chat: Chat; name: string }) {
  const { chat: text, people } = messagesWords.value;
  const log = useRef<HTMLDivElement>(null);
  const transcript = chat.transcript.value;
  const { messages, outgoing } = transcript;
  const own = outgoing.at(-1)?.clientId;
  const last = own ?? messages.at(-1)?.id;
  const { atBottom, toBottom, onScroll } = useBottom(log, { first: messages[0]?.id, last, own });
  useLook(chat, atBottom);
  // The same node is not drawn again: somebody who types is no reason to.
  const days = useMemo(
    () => <Days days={arrange(transcript)} chat={chat} name={name} />,
    [transcript, chat, name],
  );
  const status = chat.status.value;
  const writes = typing.value.has(chat.them);
  const { me, seenTo } = transcript;
  const unseen = atBottom ? 0 : messages.filter(({ id, from }) => from !== me && id > seenTo).length;
  const isEmpty = messages.length === 0 && outgoing.length === 0;
  return (
    <div class="log">
      <div
        ref={log}
        class="log__scroll"
        role="log"
        // The announcer reads what is new; older lines are not.
        aria-live="off"
        aria-label={fill(text.log, { name })}
        aria-busy={status === 'loading' || chat.loadingOlder.value}
        tabIndex={0}
        onScroll={onScroll}
      >
        <div class="log__lines">
          {chat.hasOlder.value && <Older chat={chat} />}
          {status === 'ready' && !chat.hasOlder.value && (
            <p class={isEmpty ? 'log__first log__first--empty' : 'log__first'}>
              {fill(text.first, { name })}
              {isEmpty && <span>{text.first_hint}</span>}
            </p>
          )}
          {status === 'loading' && isEmpty && (
            <div class="log__bones" aria-hidden="true">
              {[0, 1, 2, 3, 4].map((at) => (
                <span key={at} class="log__bone bone" />
              ))}
            </div>
          )}
          {status === 'error' && (
            <Failure error={chat.failure.value} retry={() => void chat.catchUp()} />
          )}
          {days}
          {writes && (
            <div class="bubble-line bubble-line--last">
              <span class="bubble bubble--typing">
                <i aria-hidden="true" />
                <i aria-hidden="true" />
                <i aria-hidden="true" />
                <span class="unseen">{people.typing}</span>
              </span>
            </div>
          )}
        </div>
      </div>
      {!atBottom && (
        <button type="button" class="log__newest" aria-label={text.newest} onClick={toBottom}>
          {unseen > 0 && <span>{count(text.fresh, unseen)}</span>}
          <ArrowDown size={18} aria-hidden="true" />
        </button>
      )}
      <Announcer chat={chat} name={name} />
    </div>
  );
}
