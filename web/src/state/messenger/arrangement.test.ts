import { expect, it } from 'vitest';
import type { Message } from '../../api/types.ts';
import { arrange } from './arrangement.ts';
import { newTranscript, withMessages } from './transcript.ts';

const said = (id: string, from: string, sent_at: string): Message => ({
  id,
  client_id: id,
  from,
  to: from === 'me' ? 'ana' : 'me',
  text: id,
  sent_at,
});
const at = (minute: number) => new Date(2026, 2, 3, 12, minute).toISOString();

it('keeps together what one person says without a pause', () => {
  const transcript = withMessages(newTranscript('me'), [
    said('1', 'ana', at(0)),
    said('2', 'ana', at(1)),
    said('3', 'me', at(2)),
    said('4', 'me', at(20)),
  ]);
  const [day] = arrange(transcript);
  const ends = day?.lines.map(({ first, last }) => `${first ? '[' : ''}${last ? ']' : ''}`);
  expect(ends).toEqual(['[', ']', '[]', '[]']);
});

it('begins a day with its first message', () => {
  const evening = new Date(2026, 2, 3, 23, 58).toISOString();
  const morning = new Date(2026, 2, 4, 0, 1).toISOString();
  const days = arrange(withMessages(newTranscript('me'), [said('1', 'ana', evening), said('2', 'ana', morning)]));
  expect(days.map(({ key, lines }) => `${key}: ${lines.length}`)).toEqual(['2026-3-3: 1', '2026-3-4: 1']);
  // Another day is a pause, however short.
  expect(days.every(({ lines }) => lines[0]?.first === true && lines[0].last)).toBe(true);
});

it('gives what is on its way the key that it keeps when it arrives', () => {
  const before = {
    ...newTranscript('me'),
    outgoing: [{ clientId: '1', text: '1', writtenAt: at(0), state: 'sending' as const }],
  };
  const keyOf = (days: ReturnType<typeof arrange>) => days[0]?.lines[0]?.key;
  expect(keyOf(arrange(before))).toBe(keyOf(arrange(withMessages(before, [said('1', 'me', at(0))]))));
});
