import type { Dice } from './dice.ts';
import { type Face, GROTESK, SERIF, textWidth } from './faces.ts';
import { canLetter, letteredPath, letteredWidth, LOWEST, markRoom } from './lettering.ts';
import { breakLines, hanging } from './lines.ts';
import { escaped, short } from './markup.ts';

/** The column of type: the poster is 200 wide with margins of 14. */
export const MARGIN = 14;
const COLUMN = 172;

/** The least size of text in a title, in poster units, before it takes more than four lines. */
const SMALLEST = 12;

export type Voice = 'lettered' | 'grotesk' | 'serif';

/** A title set and measured; `draw` puts its top edge at `y`. */
export interface TitleSetting {
  readonly lines: readonly string[];
  readonly height: number;
  draw(y: number, ink: string): string;
}

const RIGHT_TO_LEFT = /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

/** Lines that nearly agree in width all fill the column, each at its own scale; others share one. */
function lettered(title: string, wanted: number): TitleSetting | undefined {
  let chosen: { lines: string[]; scales: number[]; accents: number[]; h: number; gap: number; height: number; miss: number } | undefined;
  for (let count = 1; count <= 4; count++) {
    const lines = breakLines(title, count, letteredWidth);
    if (lines.length < count) break;
    const fits = lines.map((line) => Math.min(COLUMN / Math.max(letteredWidth(line), 1), 5.2));
    const least = Math.min(...fits);
    const scales = Math.max(...fits) / least < 1.75 ? fits : fits.map(() => least);
    const sum = scales.reduce((total, scale) => total + scale, 0);
    const gap = Math.max(4, (2.6 * sum) / count);
    // The first line's accents need room too, or they would touch the picture.
    const accents = lines.map((line, at) => Math.max(0, markRoom(line) * (scales[at] ?? 1) - (at > 0 ? gap * 0.4 : 0)));
    const apart = gap * (count - 1) + accents.reduce((total, room) => total + room, 0);
    const ideal = (wanted - apart) / sum;
    const h = Math.round(Math.min(46, Math.max(LOWEST, ideal)) / 2) * 2;
    const height = h * sum + apart;
    // Letters stretched far beyond their natural proportion are worth less than a block a little off its height.
    const miss = Math.abs(Math.log(height / wanted)) + Math.max(0, h - 38) / 60 + 0.25 * hanging(lines);
    if (height <= 150 && (!chosen || miss < chosen.miss)) chosen = { lines, scales, accents, h, gap, height, miss };
  }
  if (!chosen) return undefined;
  const { lines, scales, accents, h, gap, height } = chosen;
  return {
    lines,
    height,
    draw: (y, ink) => {
      let top = y;
      const paths = lines.map((line, at) => {
        const scale = scales[at] ?? 1;
        top += accents[at] ?? 0;
        const path = `<path transform='translate(${MARGIN} ${short(top)})scale(${Math.floor(scale * 1000) / 1000})' d='${letteredPath(line, h)}'/>`;
        top += h * scale + gap;
        return path;
      });
      return `<g fill='${ink}'><title>${escaped(title)}</title>${paths.join('')}</g>`;
    },
  };
}

function typed(title: string, face: Face, wanted: number, largest: number): TitleSetting {
  const leading = face === SERIF ? 1.02 : 0.98;
  let lines: string[] = [title];
  let size = 0;
  let best = 0;
  for (let count = 1; count <= 12; count++) {
    if (count > 4 && size >= SMALLEST) break;
    const broken = breakLines(title, count, (line) => textWidth(line, face));
    const widest = Math.max(...broken.map((line) => textWidth(line, face)));
    const fits = Math.min(COLUMN / widest, (count > 4 ? 150 : wanted) / (broken.length * leading), largest);
    const worth = fits * Math.max(0.4, 1 - 0.2 * hanging(broken));
    if (worth > best * 1.04) [lines, size, best] = [broken, fits, worth];
  }
  size = Math.floor(size * 10) / 10;
  const rtl = RIGHT_TO_LEFT.test(title);
  const x = rtl ? MARGIN + COLUMN : MARGIN;
  return {
    lines,
    // Cap height above the first baseline, descenders below the last.
    height: size * (0.74 + (lines.length - 1) * leading + 0.2),
    draw: (y, ink) => {
      const spans = lines.map((line, at) => `<tspan x='${x}' y='${short(y + size * (0.74 + at * leading))}'>${escaped(line)}</tspan>`);
      const direction = rtl ? " direction='rtl'" : '';
      const tracking = face === GROTESK && !rtl ? ` letter-spacing='-.02em'` : '';
      return `<text font-family='${face.family}' font-weight='${face.weight}' font-size='${size}' fill='${ink}'${tracking}${direction}>${spans.join('')}</text>`;
    },
  };
}

/** Sets a title in a voice, or in the next one that has its letters. Nothing is ever left out of it. */
export function setTitle(title: string, voice: Voice, dice: Dice): TitleSetting {
  const wanted = dice.between(64, 118);
  const largest = dice.between(52, 96);
  const drawn = voice === 'lettered' && title.length <= 40 && canLetter(title) ? lettered(title, wanted) : undefined;
  return drawn ?? typed(title, voice === 'serif' ? SERIF : GROTESK, wanted, largest);
}
