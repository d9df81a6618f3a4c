/** Reads a file of films: JSON, JSON Lines, or CSV whose first line names the members. */
import Papa from 'papaparse';
import type { Schema } from '../reference.ts';
import { checkFilm, type Checked } from './check.ts';

/** A film of the file; `line` is where it stands in it, or which one it is in a JSON list. */
export type Row = Omit<Checked, 'ignored'> & { line: number };

export interface FilmFile {
  name: string;
  rows: Row[];
  ignored: string[];
}

/** The file holds no list of films. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

interface Found {
  line: number;
  film: unknown;
}

/** Between the items of a list in a cell, as `kenmovie import` has it. */
const between = '|';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromJson(text: string): Found[] | undefined {
  const whole = parsed(text);
  const items = Array.isArray(whole) ? whole : (whole as { items?: unknown } | undefined)?.items;
  return Array.isArray(items) ? items.map((film: unknown, at) => ({ line: at + 1, film })) : undefined;
}

function fromLines(text: string): Found[] {
  return text
    .split(/\r?\n/u)
    .map((line, at) => ({ line: at + 1, text: line }))
    .filter((line) => line.text.trim() !== '')
    .map(({ line, text: film }) => ({ line, film: parsed(film) }));
}

function cellOf(text: string, { type }: Schema): unknown {
  if (type === 'array') return text.split(between);
  if (type === 'integer') return /^\s*-?\d+\s*$/u.test(text) ? Number(text) : text;
  return text;
}

function fromCsv(text: string, { properties = {} }: Schema): Found[] {
  const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: 'greedy' });
  return data.map((cells, at) => ({
    // After the line of names. A text over several lines moves those after it: then it is the number of the film.
    line: at + 2,
    film: Object.fromEntries(
      Object.entries(cells).map(([name, cell]) => [name, cellOf(cell, properties[name] ?? {})]),
    ),
  }));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function readFilms(name: string, text: string, schema: Schema): FilmFile {
  const clean = text.replace(/^\ufeff/u, '');
  const begins = clean.trimStart().slice(0, 1);
  const found =
    begins === '[' || begins === '{' ? (fromJson(clean) ?? fromLines(clean)) : fromCsv(clean, schema);
  const ignored = new Set<string>();
  const rows = found.map(({ line, film }): Row => {
    if (!isObject(film)) return { line, draft: { title: '' }, problems: [{ field: '', code: 'invalid_type' }] };
    const checked = checkFilm(film, schema);
    for (const field of checked.ignored) ignored.add(field);
    return { line, draft: checked.draft, problems: checked.problems };
  });
  if (!rows.some(({ draft }) => typeof draft.title === 'string' && draft.title !== '')) throw new UnreadableFile();
  return { name, rows, ignored: [...ignored].filter((field) => field !== '') };
}
