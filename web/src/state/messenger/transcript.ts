/**
 * What two people wrote to each other, as far as this page knows it.
 *
 * Pages, frames and answers bring the same messages and marks in any order, late and more
 * than once; whatever the order, the same transcript comes of them. Ids are ordered by creation.
 */
import type { Message } from '../../api/types.ts';

export interface Picture {
  /** What is shown until the server has the real one. */
  preview: string;
  width: number;
  height: number;
  /** From 0 to 1, while it is brought. */
  progress: number;
}

/** Written here, and not known to be stored. The same `clientId` for every try, so that the server makes one of it. */
export interface Outgoing {
  clientId: string;
  text?: string;
  picture?: Picture;
  writtenAt: string;
  state: 'sending' | 'failed';
  /** Why it failed. */
  failure?: unknown;
}

export interface Transcript {
  readonly me: string;
  readonly messages: readonly Message[];
  readonly outgoing: readonly Outgoing[];
  /** Mine up to this id are with the other person; '' is before all. */
  readonly deliveredTo: string;
  /** Mine up to this id were seen by them. */
  readonly readTo: string;
  /** Theirs up to this id were seen by me, here or on another device. */
  readonly seenTo: string;
  /** The store was asked for everything up to this id: a gap can only be after it. */
  readonly settledTo: string;
}

export type Tick = 'sent' | 'delivered' | 'read';

export function newTranscript(me: string): Transcript {
  return { me, messages: [], outgoing: [], deliveredTo: '', readTo: '', seenTo: '', settledTo: '' };
}

const later = (one: string, other: string) => (one > other ? one : other);

/** A mark that was set is never taken back by an older copy. */
function merged(old: Message | undefined, fresh: Message): Message {
  if (!old) return fresh;
  const delivered = fresh.delivered_at ?? old.delivered_at;
  const read = fresh.read_at ?? old.read_at;
  return {
    ...fresh,
    ...(delivered !== undefined && { delivered_at: delivered }),
    ...(read !== undefined && { read_at: read }),
  };
}

/** Adds what is new; what was on its way and has arrived stops being on its way. */
export function withMessages(transcript: Transcript, fresh: readonly Message[]): Transcript {
  if (fresh.length === 0) return transcript;
  const { me } = transcript;
  const byId = new Map(transcript.messages.map((message) => [message.id, message]));
  let { deliveredTo, readTo, seenTo } = transcript;
  const arrived = new Set<string>();
  for (const message of fresh) {
    byId.set(message.id, merged(byId.get(message.id), message));
    if (message.from === me) {
      arrived.add(message.client_id);
      if (message.delivered_at !== undefined) deliveredTo = later(deliveredTo, message.id);
      if (message.read_at !== undefined) readTo = later(readTo, message.id);
    } else if (message.read_at !== undefined) {
      seenTo = later(seenTo, message.id);
    }
  }
  return {
    ...transcript,
    messages: [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    outgoing: transcript.outgoing.filter(({ clientId }) => !arrived.has(clientId)),
    deliveredTo,
    readTo,
    seenTo,
  };
}

/** Everything up to there is known. */
export function settled(transcript: Transcript, upTo: string): Transcript {
  return { ...transcript, settledTo: later(transcript.settledTo, upTo) };
}

export function delivered(transcript: Transcript, upTo: string): Transcript {
  return { ...transcript, deliveredTo: later(transcript.deliveredTo, upTo) };
}

/** `by` the viewer: theirs are seen. By the other person: mine are. */
export function read(transcript: Transcript, upTo: string, by: string): Transcript {
  return by === transcript.me
    ? { ...transcript, seenTo: later(transcript.seenTo, upTo) }
    : { ...transcript, readTo: later(transcript.readTo, upTo) };
}

/** How far one of the viewer's own messages came. */
export function tickOf({ deliveredTo, readTo }: Pick<Transcript, 'deliveredTo' | 'readTo'>, message: Message): Tick {
  if (message.read_at !== undefined || message.id <= readTo) return 'read';
  if (message.delivered_at !== undefined || message.id <= deliveredTo) return 'delivered';
  return 'sent';
}

/** Ticks of older ones are not asked for again. */
const reviewed = 100;

/**
 * What to ask for after a time away: all that is after an id, or, where nothing is known before
 * the first thing that may have changed, all back to that. Changed may be the ticks of what I wrote.
 */
export function missed(transcript: Transcript): { after: string } | { backTo: string } {
  const { me, messages, settledTo } = transcript;
  if (settledTo === '') return { backTo: '' };
  const from = Math.max(0, messages.length - reviewed);
  const at = messages.findIndex((one, index) => index >= from && one.from === me && tickOf(transcript, one) !== 'read');
  const first = messages[at];
  if (!first || first.id > settledTo) return { after: settledTo };
  const before = messages[at - 1];
  return before ? { after: before.id } : { backTo: first.id };
}

/** Without what was pushed before a page that has more before it: between them may be a gap. */
export function from(transcript: Transcript, id: string): Transcript {
  return { ...transcript, messages: transcript.messages.filter((message) => message.id >= id) };
}

/** The newest of theirs, if it waits to be seen. */
export function newestUnseen({ me, messages, seenTo }: Transcript): Message | undefined {
  const newest = messages.findLast(({ from }) => from !== me);
  return newest && newest.id > seenTo ? newest : undefined;
}

export function queued(transcript: Transcript, outgoing: Outgoing): Transcript {
  const rest = transcript.outgoing.filter(({ clientId }) => clientId !== outgoing.clientId);
  return { ...transcript, outgoing: [...rest, outgoing] };
}

export function changed(
  transcript: Transcript,
  clientId: string,
  change: (outgoing: Outgoing) => Outgoing,
): Transcript {
  const outgoing = transcript.outgoing.map((one) => (one.clientId === clientId ? change(one) : one));
  return { ...transcript, outgoing };
}

export function discarded(transcript: Transcript, clientId: string): Transcript {
  return { ...transcript, outgoing: transcript.outgoing.filter((one) => one.clientId !== clientId) };
}
