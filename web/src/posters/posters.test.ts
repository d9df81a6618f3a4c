import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contrast } from './colour.ts';
import { COMPOSITIONS } from './compositions/index.ts';
import { dice } from './dice.ts';
import { compositionOf, type PosterFilm, posterHue, posterSvg, posterUrl } from './index.ts';
import { inkOn, palette } from './palettes.ts';

const GENRES =
  'Action Adventure Animation Comedy Crime Documentary Drama Family Fantasy Film-Noir History Horror Music Musical Mystery Romance Sci-Fi Sport Thriller War Western'.split(
    ' ',
  );

const NASTY = [
  'M',
  '8½',
  '',
  '…',
  'Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb',
  'Night of the Day of the Dawn of the Son of the Bride of the Return of the Revenge of the Terror of the Attack of the Evil, Mutant, Alien, Flesh Eating, Hellbound, Zombified Living Dead Part 2',
  'Donaudampfschifffahrtskapitäne',
  'Supercalifragilisticexpialidocious',
  '¿Quién puede matar a un niño?',
  'Ñañigo pingüino',
  '七人の侍',
  '千と千尋の神隠し となりのトトロ もののけ姫 天空の城ラピュタ',
  'جدایی نادر از سیمین',
  'ואלס עם באשיר',
  '🎬🔥 👨‍👩‍👧‍👦 🇫🇷',
  '</svg><script>alert(1)</script>',
  `<![CDATA[x]]> & "q" 'p' &amp; <!-- -->`,
  '\u0000a\u0008b\u001f c\ud800d \u202eevil',
  'W'.repeat(200),
  'a '.repeat(100),
  '&'.repeat(300),
  '日'.repeat(200),
  '👨‍👩‍👧‍👦'.repeat(40),
  `z${'\u0351'.repeat(300)}algo`,
];

const film = (title: string, at = 0): PosterFilm => ({
  title,
  year: 1920 + at,
  genres: at % 4 === 3 ? [] : [GENRES[at % GENRES.length] ?? 'Drama'],
  directors: [[], ['Agnès Varda'], ['<b>&', 'Fritz Lang'], ['A'.repeat(400), `x${'\u0300'.repeat(900)}`]][at % 4] ?? [],
});

const nasty = NASTY.flatMap((title) => [0, 1, 2, 3, 4, 5, 6].map((at) => film(title, at)));

const catalogue = readFileSync(join(import.meta.dirname, '../../../catalog/classics.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as PosterFilm);

/** Text of a document whose tags all close, or an error that names the fault. Stricter than XML where a poster needs less. */
function textOf(svg: string): string {
  const open: string[] = [];
  let text = '';
  let at = 0;
  for (const tag of svg.matchAll(/<(\/?)([a-zA-Z]+)((?: [a-zA-Z:-]+='[^'<&]*')*)(\/?)>/g)) {
    text += `${svg.slice(at, tag.index)} `;
    at = tag.index + tag[0].length;
    const [, closes, name = '', attributes = '', empty] = tag;
    const names = [...attributes.matchAll(/ ([a-zA-Z:-]+)=/g)].map(([, attribute]) => attribute);
    if (new Set(names).size < names.length) throw new Error(`${name} has an attribute twice`);
    if (closes) {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
    } else if (!empty) open.push(name);
    if (open.length === 0 && at < svg.length) throw new Error('something follows the root');
  }
  if (open.length > 0 || at !== svg.length) throw new Error(`left open: ${open.join()}`);
  if (/[<>]|&(?!amp;|lt;|gt;)/.test(text)) throw new Error(`unescaped: ${text}`);
  if (/[\u0000-\u001f\ufffe\uffff]|\p{Cs}/u.test(text)) throw new Error('a character XML forbids');
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

describe('a poster', () => {
  it('is the same for the same film', () => {
    for (const one of nasty) expect(posterSvg({ ...one, genres: [...one.genres] })).toBe(posterSvg(one));
  });

  it('is well-formed whatever the film is called', () => {
    for (const one of [...nasty, ...catalogue]) expect(() => textOf(posterSvg(one)), one.title).not.toThrow();
  });

  it('stays under three kilobytes', () => {
    for (const one of [...nasty, ...catalogue]) expect(Buffer.byteLength(posterSvg(one)), one.title).toBeLessThan(3000);
  });

  it('holds every word of the title', () => {
    const squeezed = (text: string): string => text.replace(/\s/gu, '');
    const forbidden = /[\p{Cc}\p{Cs}\u202e]/gu;
    for (const one of [...nasty, ...catalogue])
      expect(squeezed(textOf(posterSvg(one))), one.title).toContain(squeezed(one.title.normalize('NFC')).replace(forbidden, ''));
  });

  it('shows hostile text as text', () => {
    const svg = posterSvg({ title: '</svg><script>alert(1)</script>', genres: ['Horror'], directors: ["' onload='x", '<img>'] });
    expect(svg).not.toMatch(/<script|<img|<[^>]* onload/);
    expect(textOf(svg).replace(/\s/g, '')).toContain('</svg><script>alert(1)</script>');
  });

  it('has no coordinate that is not a number', () => {
    for (const one of [...nasty, ...catalogue])
      for (const [attribute] of posterSvg(one).matchAll(/ (?:d|transform|points|r|c?[xy]|font-size|stroke-width)='[^']*'/g))
        expect(attribute, one.title).not.toMatch(/NaN|Infinity|undefined|\de-|--|\.\d*\.\d*\./);
  });

  it('differs between films of one genre', () => {
    const dramas = Array.from({ length: 40 }, (_, at) => ({
      title: `Film ${String.fromCharCode(65 + at)}`,
      year: 1960,
      genres: ['Drama'],
      directors: [],
    }));
    const untitled = dramas.map((one) => posterSvg(one).replace(/<(?:text|g fill)[\s\S]*/, ''));
    expect(new Set(untitled).size).toBe(40);
    expect(new Set(dramas.map(compositionOf)).size).toBeGreaterThan(9);
  });

  it('is drawn for a film of which only the title is known', () => {
    for (const genres of [[], ['Telenovela'], ['constructor'], ['any', '__proto__']])
      expect(textOf(posterSvg({ title: 'Solaris', genres, directors: [] })).toUpperCase()).toContain('SOLARIS');
  });

  it('fits an address as it is', () => {
    for (const one of nasty) {
      const url = posterUrl(one);
      expect(url).toMatch(/^data:image\/svg\+xml,[^#"<>\\^`{|}\n]*$/);
      expect(decodeURIComponent(url.slice(url.indexOf(',') + 1))).toBe(posterSvg(one));
    }
  });
});

describe('the wall', () => {
  it('uses every composition', () => {
    const shown = new Set(
      Array.from({ length: 1500 }, (_, at) =>
        compositionOf(film(`Film ${'abcdefghij'[at % 10] ?? ''}${'klmnopqrst'[Math.floor(at / 10) % 10] ?? ''}`, at)),
      ),
    );
    expect([...shown].sort()).toEqual(COMPOSITIONS.map(({ name }) => name).sort());
  });

  it('shows at least twenty compositions over the classics and none more than one time in eight', () => {
    const counts = new Map<string, number>();
    for (const one of catalogue) counts.set(compositionOf(one), (counts.get(compositionOf(one)) ?? 0) + 1);
    expect(counts.size).toBeGreaterThanOrEqual(20);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(catalogue.length / 8);
  });

  it('has a hue for every film', () => {
    for (const one of [...nasty, ...catalogue]) {
      expect(posterHue(one)).toBeGreaterThanOrEqual(0);
      expect(posterHue(one)).toBeLessThan(360);
    }
  });

  it('sets every title in ink that reads on its colour', () => {
    for (const genre of [...GENRES, 'none'])
      for (let at = 0; at < 200; at++) {
        const colours = palette([genre], dice(at));
        for (const flat of [colours.ground, colours.shape]) expect(contrast(inkOn(flat, colours), flat)).toBeGreaterThanOrEqual(4.5);
      }
  });
});
