/** What stands in a conversation from top to bottom: days, and in them who said what in one breath. */
import type { Message } from '../../api/types.ts';
import { dayKey } from '../../words/times.ts';
import type { Outgoing, Transcript } from './transcript.ts';

export type Entry = { kind: 'message'; message: Message } | { kind: 'outgoing'; outgoing: Outgoing };

export type Line = Entry & {
  /** Stays the same when what was on its way arrives. */
  key: string;
  mine: boolean;
  at: string;
  /** First and last of what one person said without a pause. */
  first: boolean;
  last: boolean;
};

export interface Day {
  key: string;
  at: string;
  lines: Line[];
}

const breathMs = 5 * 60_000;

function linesOf({ me, messages, outgoing }: Transcript): Line[] {
  const ends = { first: true, last: true };
  return [
    ...messages.map((message): Line => {
      const { from, client_id, sent_at } = message;
      return { kind: 'message', message, key: `${from} ${client_id}`, mine: from === me, at: sent_at, ...ends };
    }),
    ...outgoing.map((one): Line => {
      return { kind: 'outgoing', outgoing: one, key: `${me} ${one.clientId}`, mine: true, at: one.writtenAt, ...ends };
    }),
  ];
}

export function arrange(transcript: Transcript): Day[] {
  const days: Day[] = [];
  let before: Line | undefined;
  for (const line of linesOf(transcript)) {
    const key = dayKey(line.at);
    let day = days.at(-1);
    const sameDay = day?.key === key;
    if (!day || !sameDay) {
      // A clock that is behind must not make a second heading of the same day.
      day = { key: days.some((other) => other.key === key) ? `${key} ${line.key}` : key, at: line.at, lines: [] };
      days.push(day);
    }
    const flows =
      sameDay && before?.mine === line.mine && Date.parse(line.at) - Date.parse(before.at) < breathMs;
    if (flows && before) before.last = false;
    line.first = !flows;
    day.lines.push(line);
    before = line;
  }
  return days;
}
