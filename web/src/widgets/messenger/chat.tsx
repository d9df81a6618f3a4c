/** One conversation: who it is with, what was said, and where to go on. */
import './chat.css';
import { ArrowLeft, Ban, EllipsisVertical, ImagePlus, Undo2, UserRound } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { ProblemError } from '../../api/errors.ts';
import type { Author, Person } from '../../api/types.ts';
import { liveStatus } from '../../live/socket.ts';
import { askBlockedPeople, blockedPeople, isBlocked } from '../../state/blocks.ts';
import type { Chat } from '../../state/messenger/chat.ts';
import { chatWith, showChat } from '../../state/messenger/index.ts';
import { typing } from '../../state/messenger/presence.ts';
import { online } from '../../state/online.ts';
import { go } from '../../ui/navigation.ts';
import { pictureIn } from '../../ui/pictures.ts';
import { fill } from '../../words/index.ts';
import { community } from '../../words/community.ts';
import { messagesWords } from '../../words/messages.ts';
import { askToBlock, askToUnblock } from '../block.ts';
import { Face, presenceText } from '../face.tsx';
import { Menu } from '../menu.tsx';
import { useAttachment } from './attachment.ts';
import { Log } from './log.tsx';
import { Writer } from './writer.tsx';

type Someone = Author & Partial<Person>;

/** A connection that is lost for a moment is not worth a word. */
const hushMs = 4000;

function useConnecting(): boolean {
  const away = liveStatus.value !== 'open' && online.value;
  const [said, say] = useState(false);
  useEffect(() => {
    say(false);
    if (!away) return;
    const timer = setTimeout(() => say(true), hushMs);
    return () => clearTimeout(timer);
  }, [away]);
  return said;
}

function Head({ person }: { person: Someone }) {
  const { page, chat, people } = messagesWords.value;
  const { people: acts } = community.value;
  const connecting = useConnecting();
  const writes = typing.value.has(person.id);
  const blocked = isBlocked(person.id);
  const state = connecting ? chat.connecting : writes ? people.typing : presenceText(person);
  const { name } = person;
  return (
    <header class="chat__head">
      <Link href="/messages" class="icon-button chat__back" aria-label={page.back}>
        <ArrowLeft size={22} aria-hidden="true" />
      </Link>
      <Link href={`/people/${person.id}`} class="chat__who">
        <Face person={person} size={40} />
        <span class="chat__words">
          <h2 class="chat__name">{name}</h2>
          {state !== undefined && (
            <span class={writes ? 'chat__state chat__state--lit' : 'chat__state'}>{state}</span>
          )}
        </span>
      </Link>
      <Menu
        label={fill(chat.actions, { name })}
        title={fill(chat.actions, { name })}
        buttonClass="icon-button"
        button={<EllipsisVertical size={20} aria-hidden="true" />}
        entries={[
          { label: chat.profile, icon: UserRound, run: () => go(`/people/${person.id}`) },
          blocked
            ? { label: acts.unblock, icon: Undo2, run: () => void askToUnblock(person) }
            : { label: acts.block, icon: Ban, run: () => void askToBlock(person) },
        ]}
      />
    </header>
  );
}

/** In place of the writer where nothing can be written. */
function Closed({ person, blocked }: { person: Someone; blocked: boolean }) {
  const { chat } = messagesWords.value;
  return (
    <div class="writer-closed">
      <p>{blocked ? fill(chat.blocked_by_me, { name: person.name }) : chat.blocked}</p>
      {blocked && (
        <button type="button" class="button" onClick={() => void askToUnblock(person)}>
          {community.value.people.unblock}
        </button>
      )}
    </div>
  );
}

const wasBlocked = (chat: Chat) =>
  chat.transcript.value.outgoing.some(({ failure }) => failure instanceof ProblemError && failure.code === 'blocked');

/** `Someone` may be known by name alone, when they come by a link. */
export function ChatView({ person }: { person: Someone }) {
  const { write } = messagesWords.value;
  const chat = chatWith(person.id);
  const attachment = useAttachment();
  const [hovers, setHovers] = useState(false);
  const depth = useRef(0);
  const known = blockedPeople.value !== undefined;
  useEffect(() => showChat(person.id), [person.id]);
  useEffect(() => {
    if (!known) void askBlockedPeople().catch(() => undefined);
  }, [known]);
  const blocked = isBlocked(person.id);
  const closed = blocked || wasBlocked(chat);

  /** Entering a child comes before leaving its parent. */
  function hover(step: 1 | -1 | 0): void {
    depth.current = step === 0 ? 0 : depth.current + step;
    setHovers(depth.current > 0);
  }

  return (
    <section
      class="chat"
      aria-label={fill(messagesWords.value.chat.log, { name: person.name })}
      onDragEnter={(event) => {
        if (event.dataTransfer?.types.includes('Files')) hover(1);
      }}
      onDragLeave={() => depth.current > 0 && hover(-1)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        hover(0);
        const dropped = pictureIn(event.dataTransfer) ?? event.dataTransfer?.files[0];
        if (dropped && !closed) void attachment.take(dropped);
      }}
    >
      <Head person={person} />
      <Log chat={chat} name={person.name} />
      {closed ? (
        <Closed person={person} blocked={blocked} />
      ) : (
        <Writer chat={chat} name={person.name} attachment={attachment} />
      )}
      {hovers && !closed && (
        <div class="chat__drop" aria-hidden="true">
          <ImagePlus size={32} />
          {write.drop}
        </div>
      )}
    </section>
  );
}
