/** When something was said, as short as one can say it. */
import { language } from './index.ts';
import { messagesWords } from './messages.ts';

const dayMs = 86_400_000;

const format = (iso: string | number, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language.value, options).format(new Date(iso));

/** The same for all that was said on one day, where the reader is. */
export function dayKey(iso: string): string {
  const day = new Date(iso);
  return `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`;
}

/** Midnights between then and now: zero for today. */
function daysAgo(iso: string, now: number): number {
  const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0);
  // Days of 23 and 25 hours exist.
  return Math.round((midnight(now) - midnight(Date.parse(iso))) / dayMs);
}

export function clock(iso: string): string {
  return format(iso, { hour: 'numeric', minute: '2-digit' });
}

/** "Hoy", "Ayer", "martes, 3 de marzo". */
export function dayName(iso: string, now = Date.now()): string {
  const { chat } = messagesWords.value;
  const days = daysAgo(iso, now);
  if (days <= 0) return chat.today;
  if (days === 1) return chat.yesterday;
  const sameYear = new Date(iso).getFullYear() === new Date(now).getFullYear();
  return format(iso, { weekday: 'long', day: 'numeric', month: 'long', ...(!sameYear && { year: 'numeric' }) });
}

/** For a list: the time of today, else the day. */
export function shortTime(iso: string, now = Date.now()): string {
  const days = daysAgo(iso, now);
  if (days <= 0) return clock(iso);
  if (days === 1) return messagesWords.value.chat.yesterday;
  if (days < 7) return format(iso, { weekday: 'short' });
  return format(iso, { day: 'numeric', month: 'numeric', year: '2-digit' });
}
