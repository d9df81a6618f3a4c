import { oklch } from './colour.ts';
import { compositionFor } from './compositions/index.ts';
import { dice, hash } from './dice.ts';
import { GROTESK, textWidth } from './faces.ts';
import { bytes, clean, escaped, short } from './markup.ts';
import { inkOn, palette, type Palette } from './palettes.ts';
import { MARGIN, setTitle, type TitleSetting, type Voice } from './title.ts';

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
const coloursOf = (film: PosterFilm): Palette => palette(film.genres, dice(seed(film) ^ 0x9e3779b9));

/** OKLCH hue, 0 to 360, of the poster's ground; of its main form if the ground is nearly grey. */
export function posterHue(film: PosterFilm): number {
  const { ground, shape, accent } = coloursOf(tidied(film));
  const coloured = [ground, shape, accent].map(oklch).find(({ chroma }) => chroma > 0.045);
  return (coloured ?? oklch(ground)).hue;
}

/** Name of the composition a film's poster follows, unless its title leaves no bytes for a picture. */
export function compositionOf(film: PosterFilm): string {
  const tidy = tidied(film);
  return compositionFor(tidy.title, tidy.genres, dice(seed(tidy))).name;
}

/** Director and year on one line; more directors than fit become a count. */
function credits({ directors, year }: PosterFilm, y: number, ink: string): string {
  const size = 8;
  const room = 172 - (year === undefined ? 0 : 30);
  const names = directors.map(clean).filter(Boolean);
  const candidates = [names.join(', '), `${names[0] ?? ''} +${names.length - 1}`, names[0] ?? '', (names[0] ?? '').split(' ').at(-1) ?? ''];
  const who = names.length === 0 ? '' : (candidates.find((line) => textWidth(line, GROTESK) * size <= room && bytes(line) < 200) ?? '');
  const when = year === undefined || !Number.isFinite(year) ? '' : `<tspan x='186' text-anchor='end'>${Math.trunc(year)}</tspan>`;
  if (who === '' && when === '') return '';
  return `<text y='${y}' font-family='${GROTESK.family}' font-weight='500' font-size='${size}' fill='${ink}'><tspan x='${MARGIN}'>${escaped(who)}</tspan>${when}</text>`;
}

/**
 * Paper tooth: noise that only darkens. Computed for a small tile and repeated, since browsers run the filter anew
 * for every part of the page they paint, and noise is the dearest thing on the sheet.
 */
const GRAIN =
  "<filter id='g' x='0' y='0' width='1' height='1' color-interpolation-filters='sRGB'><feTurbulence type='fractalNoise' baseFrequency='1.7' stitchTiles='stitch' width='40' height='40'/>" +
  "<feColorMatrix values='0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 .36-.13'/><feTile/></filter><path filter='url(#g)' d='M0 0h200v300H0z'/>";

function sheet(film: PosterFilm, title: TitleSetting, picture: boolean, grain: boolean): string {
  const colours = coloursOf(film);
  const throws = dice(seed(film));
  const composition = compositionFor(film.title, film.genres, throws);
  const above = composition.type === 'above' || (composition.type === 'either' && throws.chance(0.36));
  const flat = composition.panel === 'shape' ? colours.shape : colours.ground;
  const ink = inkOn(flat, colours);
  // Type takes the height it needs and the picture the rest.
  const panel = title.height + 44;
  const [top, bottom] = above ? [panel, 300] : [0, 300 - panel];
  const drawn = picture ? composition.draw({ ...colours, top, bottom, dice: throws, title: film.title, year: film.year }) : '';
  const field = `<path fill='${colours.ground}' d='M0 0h200v300H0z'/>`;
  const under = `<path fill='${flat}' d='M0 ${above ? 0 : short(bottom)}h200v${short(panel)}H0z'/>`;
  const type = title.draw(above ? 32 : bottom + 14, ink) + credits(film, above ? 21 : 288, ink);
  return `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 200 300'>${field}${drawn}${under}${type}${grain ? GRAIN : ''}</svg>`;
}

function voiceOf(film: PosterFilm): Voice {
  const bookish = film.genres.slice(0, 2).some((genre) => BOOKISH.has(genre));
  const throws = dice(seed(film) ^ 0x51ed270b);
  return throws.weighted<Voice>(
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
  const setting = (voice: Voice): TitleSetting => setTitle(tidy.title, voice, dice(seed(tidy) ^ 0x2545f491));
  const voice = voiceOf(tidy);
  const title = setting(voice);
  const full = sheet(tidy, title, true, true);
  if (bytes(full) < MOST_BYTES) return full;
  const smooth = sheet(tidy, title, true, false);
  if (bytes(smooth) < MOST_BYTES) return smooth;
  // Letters of a system face cost a byte each, drawn ones forty.
  const plain = setting('grotesk');
  const typed = sheet(tidy, plain, true, true);
  return bytes(typed) < MOST_BYTES ? typed : sheet(tidy, plain, false, false);
}

/** The poster for `<img src>`. Only what a URL cannot carry is encoded. */
export function posterUrl(film: PosterFilm): string {
  return `data:image/svg+xml,${posterSvg(film).replace(/[%#"<>\\^`{|}]/g, (char) => encodeURIComponent(char))}`;
}
