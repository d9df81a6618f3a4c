/** The words in the reader's language, and numbers and dates as that language writes them. */
import { computed, signal } from '@preact/signals';
import type { Language } from '../api/types.ts';
import { local } from '../storage.ts';
import { es, type Words } from './es.ts';

/** Spanish comes with the page, the other language when somebody reads it. */
const tables: Partial<Record<Language, Words>> = { es };
const key = 'km.language';

/** A language is named in itself, so that whoever needs it can read it. */
export const ownNames: Record<Language, string> = { es: 'Español', en: 'English' };

export const languages: readonly Language[] = ['es', 'en'];
const isLanguage = (text: unknown): text is Language => text === 'es' || text === 'en';

/** An address that names a language wins, then the remembered choice, then the browser's own, then Spanish. */
export function preferredLanguage(search: string, remembered: string | null, browser: string): Language {
  const own = browser.slice(0, 2).toLowerCase();
  return [new URLSearchParams(search).get('lang'), remembered, own].find(isLanguage) ?? 'es';
}

export const language = signal<Language>('es');
export const words = computed<Words>(() => tables[language.value] ?? es);

async function speak(next: Language): Promise<void> {
  if (next === 'en') tables.en ??= (await import('./en.ts')).en;
  language.value = next;
}

/** To be awaited before anything is drawn. Where the words do not come, Spanish is better than nothing. */
export async function openLanguage(): Promise<void> {
  await speak(preferredLanguage(location.search, local.getItem(key), navigator.language)).catch(
    () => undefined,
  );
}

/** Throws where its words do not come. */
export async function chooseLanguage(next: Language): Promise<void> {
  await speak(next);
  local.setItem(key, next);
}

/** Puts values where the text names them: `fill('Hola, {name}', { name })`. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** For the language that is spoken: to make a format costs a hundred times what using it does. */
function formats<F>(make: (language: Language) => F): () => F {
  const made = new Map<Language, F>();
  return () => {
    const format = made.get(language.value) ?? make(language.value);
    made.set(language.value, format);
    return format;
  };
}

const numbers = formats((now) => new Intl.NumberFormat(now));
const shortNumbers = formats((now) => new Intl.NumberFormat(now, { notation: 'compact', maximumFractionDigits: 1 }));
const plurals = formats((now) => new Intl.PluralRules(now));

export function number(n: number): string {
  return numbers().format(n);
}

/** Large counts where there is little room: 1,2 k. */
export function shortNumber(n: number): string {
  return shortNumbers().format(n);
}

/** One or many. */
export function plural(forms: { one: string; other: string }, n: number): string {
  return plurals().select(n) === 'one' ? forms.one : forms.other;
}

/** One or many, with the number written in. */
export function count(forms: { one: string; other: string }, n: number): string {
  return fill(plural(forms, n), { n: number(n) });
}

export function date(iso: string): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: 'long' }).format(new Date(iso));
}

export function moment(iso: string): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso));
}

const steps: readonly [limit: number, seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 1, 'second'],
  [3600, 60, 'minute'],
  [86_400, 3600, 'hour'],
  [604_800, 86_400, 'day'],
];

/** "hace 3 min" for what is recent, the date for what is older than a week. */
export function ago(iso: string, now = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
  const step = steps.find(([limit]) => seconds < limit);
  if (!step) return date(iso);
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: 'auto', style: 'narrow' });
  // "ahora" instead of counting seconds.
  const amount = step[2] === 'second' ? 0 : Math.floor(seconds / step[1]);
  return format.format(-amount, step[2]);
}

/** Genres the tables do not know are shown as the catalogue names them. */
export function genreName(genre: string): string {
  return (words.value.genres as Record<string, string>)[genre] ?? genre;
}
