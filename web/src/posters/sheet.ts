import type { Composition } from './compositions/stage.ts';
import type { Dice } from './dice.ts';
import { GROTESK, textWidth } from './faces.ts';
import { bytes, clean, escaped, short } from './markup.ts';
import { inkOn, type Palette } from './palettes.ts';
import { MARGIN, type TitleSetting } from './title.ts';

/** Director and year on one line; more directors than fit become a count. */
function credits(directors: readonly string[], year: number | undefined, y: number, ink: string): string {
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

/** Everything decided about a poster before it is put together. */
export interface Sheet {
  readonly title: string;
  readonly year: number | undefined;
  readonly directors: readonly string[];
  readonly colours: Palette;
  readonly composition: Composition;
  readonly setting: TitleSetting;
  readonly dice: Dice;
  /** What a heavy title may have to do without. */
  readonly picture: boolean;
  readonly grain: boolean;
}

export function sheet({ title, year, directors, colours, composition, setting, dice, picture, grain }: Sheet): string {
  const above = composition.type === 'above' || (composition.type === 'either' && dice.chance(0.36));
  const flat = composition.panel === 'shape' ? colours.shape : colours.ground;
  const ink = inkOn(flat, colours);
  // Type takes the height it needs and the picture the rest.
  const panel = setting.height + 44;
  const [top, bottom] = above ? [panel, 300] : [0, 300 - panel];
  const drawn = picture ? composition.draw({ ...colours, top, bottom, dice, title, year }) : '';
  const field = `<path fill='${colours.ground}' d='M0 0h200v300H0z'/>`;
  const under = `<path fill='${flat}' d='M0 ${above ? 0 : short(bottom)}h200v${short(panel)}H0z'/>`;
  const type = setting.draw(above ? 32 : bottom + 14, ink) + credits(directors, year, above ? 21 : 288, ink);
  return `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 200 300'>${field}${drawn}${under}${type}${grain ? GRAIN : ''}</svg>`;
}
