import { oklch } from './colour.ts';
import { compositionFor } from './compositions/index.ts';
import type { Composition } from './compositions/stage.ts';
import { type Dice, dice, hash } from './dice.ts';
import { bytes, clean, escaped } from './markup.ts';
import { palette, type Palette } from './palettes.ts';
import { sheet } from './sheet.ts';
import { setTitle, type TitleSetting, type Voice } from './title.ts';

export interface PosterFilm {
  title: string;
  year?: number | undefined;
  genres: readonly string[];
  directors: readonly string[];
}

/** No poster is heavier, whatever the film is called. */
export const MOST_BYTES = 3000;

/** Genres whose titles look at home in a serif. */
const BOOKISH = new Set(['Drama', 'Romance', 'History', 'Documentary', 'Mystery', 'Fantasy']);

/** Escaped bytes of a title that leave room for the rest. Titles of films need a tenth of it. */
const MOST_TITLE_BYTES = 1700;

function tidied(film: PosterFilm): PosterFilm {
  let title = clean(film.title) || '—';
  while (bytes(escaped(title)) > MOST_TITLE_BYTES) title = clean(title.slice(0, Math.floor(title.length * 0.9))) + '…';
  return { ...film, title };
}

const seed = ({ title, year, genres, directors }: PosterFilm): number =>
  hash([title, year ?? '', genres.join(), directors.join()].join('|'));

/** Each decision has dice of its own, so that a new composition does not recolour every poster. */
const DECISIONS = { composition: 0, palette: 0x9e3779b9, voice: 0x51ed270b, setting: 0x2545f491, drawing: 0x7f4a7c15 };
const diceFor = (film: PosterFilm, decision: keyof typeof DECISIONS): Dice => dice(seed(film) ^ DECISIONS[decision]);

const coloursOf = (film: PosterFilm): Palette => palette(film.genres, diceFor(film, 'palette'));
const composed = (film: PosterFilm): Composition => compositionFor(film.title, film.genres, diceFor(film, 'composition'));

/** OKLCH hue, 0 to 360, of the poster's ground; of its main form if the ground is nearly grey. */
export function posterHue(film: PosterFilm): number {
  const { ground, shape, accent } = coloursOf(tidied(film));
  const coloured = [ground, shape, accent].map(oklch).find(({ chroma }) => chroma > 0.045);
  return (coloured ?? oklch(ground)).hue;
}

/** Name of the composition a film's poster follows, unless its title leaves no bytes for a picture. */
export const compositionOf = (film: PosterFilm): string => composed(tidied(film)).name;

function voiceOf(film: PosterFilm): Voice {
  const bookish = film.genres.slice(0, 2).some((genre) => BOOKISH.has(genre));
  return diceFor(film, 'voice').weighted<Voice>(
    [
      ['lettered', bookish ? 5 : 8],
      ['serif', bookish ? 3.5 : 1],
      ['grotesk', 1],
    ],
    'lettered',
  );
}

/** The film's poster, a self-contained SVG 200 by 300. The same film always gets the same one. */
export function posterSvg(film: PosterFilm): string {
  const tidy = tidied(film);
  const { title, year, directors } = tidy;
  const set = (voice: Voice): TitleSetting => setTitle(title, voice, diceFor(tidy, 'setting'));
  const draw = (setting: TitleSetting, picture: boolean, grain: boolean): string =>
    sheet({
      ...{ title, year, directors, setting, picture, grain },
      colours: coloursOf(tidy),
      composition: composed(tidy),
      dice: diceFor(tidy, 'drawing'),
    });
  const setting = set(voiceOf(tidy));
  const full = draw(setting, true, true);
  if (bytes(full) < MOST_BYTES) return full;
  const smooth = draw(setting, true, false);
  if (bytes(smooth) < MOST_BYTES) return smooth;
  // Letters of a system face cost a byte each, drawn ones forty.
  const plain = set('grotesk');
  const typed = draw(plain, true, true);
  return bytes(typed) < MOST_BYTES ? typed : draw(plain, false, false);
}

/** The poster for `<img src>`. Only what a URL cannot carry is encoded. */
export function posterUrl(film: PosterFilm): string {
  return `data:image/svg+xml,${posterSvg(film).replace(/[%#"<>\\^`{|}]/g, (char) => encodeURIComponent(char))}`;
}
