import { letteredPath, letteredWidth } from '../lettering.ts';
import { short } from '../markup.ts';
import { bar, type Composition, disc, form, line, mirrored, polar, polygon } from './stage.ts';

/** A number as large as the picture: the one in the title, else the last two digits of the year. */
const numeral: Composition = {
  name: 'numeral',
  type: 'either',
  panel: 'ground',
  fits: { any: 0.6, Sport: 3, Crime: 2, Documentary: 3, 'Sci-Fi': 2, War: 2, Action: 2, History: 2 },
  draw({ top, bottom, dice, title, year, shape, accent }) {
    const digits = /\d+/.exec(title)?.[0].slice(0, 4) ?? String(Math.abs(Math.trunc(year ?? dice.whole(1, 9)))).slice(-2);
    const room = bottom - top - 26;
    const scale = Math.min(172 / letteredWidth(digits), room / 24, 9);
    const h = Math.round(Math.min(54, room / scale) / 2) * 2;
    const x = 100 - (letteredWidth(digits) * scale) / 2;
    const y = (top + bottom) / 2 - (h * scale) / 2;
    const spot = disc(dice.pick([46, 100, 154]), top + (bottom - top) * dice.between(0.3, 0.7), dice.between(24, 40), accent);
    const figures = `<path transform='translate(${short(x)} ${short(y)})scale(${short(scale)})' fill='${shape}' d='${letteredPath(digits, h)}'/>`;
    return dice.chance(0.6) ? spot + figures : figures + spot;
  },
};

/** Two discs and what they share. */
const pair: Composition = {
  name: 'pair',
  type: 'either',
  panel: 'ground',
  fits: { Romance: 7, Drama: 2, Comedy: 2, Musical: 2, Thriller: 1, Fantasy: 1 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const r = Math.min(60, (bottom - top) * 0.34);
    const apart = r * dice.between(0.5, 0.72);
    const y = (top + bottom) / 2;
    const tilt = dice.pick([0, 0, 35, -35, 90]);
    const rise = Math.sqrt(r * r - apart * apart);
    const lens = `M100 ${short(y - rise)}A${short(r)} ${short(r)} 0 0 1 100 ${short(y + rise)}A${short(r)} ${short(r)} 0 0 1 100 ${short(y - rise)}z`;
    const rings = dice.chance(0.3);
    const discs = rings
      ? line(
          `M${short(100 - apart - r)} ${short(y)}a${short(r)} ${short(r)} 0 1 0 ${short(2 * r)} 0a${short(r)} ${short(r)} 0 1 0 ${short(-2 * r)} 0M${short(100 + apart - r)} ${short(y)}a${short(r)} ${short(r)} 0 1 0 ${short(2 * r)} 0a${short(r)} ${short(r)} 0 1 0 ${short(-2 * r)} 0`,
          shape,
          8,
        ) + form(lens, accent)
      : disc(100 - apart, y, r, shape) + disc(100 + apart, y, r, accent) + form(lens, ground);
    return `<g transform='rotate(${tilt} 100 ${short(y)})'>${discs}</g>`;
  },
};

/** A strip of film across the sheet, one frame exposed. */
const filmstrip: Composition = {
  name: 'filmstrip',
  type: 'either',
  panel: 'ground',
  fits: { Documentary: 4, Comedy: 1, Musical: 1, any: 0.3 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const y = (top + bottom) / 2;
    const tilt = dice.pick([-24, -14, 14, 24, 90]);
    const wide = Math.min(104, (bottom - top) * 0.5);
    const hole = wide * 0.1;
    let holes = '';
    for (let x = -60; x < 262; x += hole * 2.2)
      for (const side of [-1, 1])
        holes += `M${short(x)} ${short(y + side * wide * 0.41 - hole / 2)}h${short(hole)}v${short(hole)}h${short(-hole)}z`;
    let pictures = '';
    const step = wide * 0.78;
    for (let at = -2; at <= 2; at++)
      if (at !== 0)
        pictures += `M${short(100 + at * step - step * 0.45)} ${short(y - wide * 0.3)}h${short(step * 0.9)}v${short(wide * 0.6)}h${short(-step * 0.9)}z`;
    return `<g transform='rotate(${tilt} 100 ${short(y)})'>${bar(-80, y - wide / 2, 360, wide, shape)}${form(holes + pictures, ground)}${bar(100 - step * 0.45, y - wide * 0.3, step * 0.9, wide * 0.6, accent)}${disc(100, y, wide * 0.18, shape)}</g>`;
  },
};

/** A cut-paper flower. */
const flower: Composition = {
  name: 'flower',
  type: 'either',
  panel: 'ground',
  fits: { Romance: 4, Musical: 3, Comedy: 2, Family: 3, Animation: 2, Drama: 2, Fantasy: 2 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const x = dice.between(86, 114);
    const y = top + (bottom - top) * 0.44;
    const petals = dice.whole(5, 9);
    const r = Math.min(74, (bottom - top) * 0.38);
    const wide = (r * 2.4) / petals;
    const turn = dice.whole(0, 40);
    let d = '';
    for (let at = 0; at < petals; at++) {
      const angle = turn + (360 * at) / petals;
      const [bx, by] = polar(x, y, r * 0.22, angle);
      const [tx, ty] = polar(x, y, r * 1.06, angle);
      const side = (sign: number): string =>
        polar(x, y, r * 0.86, angle + sign * (wide / r) * 57)
          .map(short)
          .join(' ');
      d += `M${short(bx)} ${short(by)}Q${side(-1)} ${short(tx)} ${short(ty)}Q${side(1)} ${short(bx)} ${short(by)}z`;
    }
    const stem = dice.chance(0.7)
      ? line(`M${short(x)} ${short(y)}Q${short(x + dice.pick([-14, 14]))} ${short((y + bottom) / 2)} ${short(x)} 310`, shape, 5)
      : '';
    return stem + form(d, shape) + disc(x, y, r * 0.25, accent) + disc(x, y, r * 0.09, ground);
  },
};

/** Five lines and what is played on them. */
const staves: Composition = {
  name: 'staves',
  type: 'either',
  panel: 'ground',
  fits: { Music: 5, Musical: 4, Romance: 1, Animation: 1 },
  draw({ top, bottom, dice, shape, accent }) {
    const y = (top + bottom) / 2;
    const gap = Math.min(22, (bottom - top) / 8);
    const bend = dice.between(20, 50) * (dice.chance(0.5) ? 1 : -1);
    const curve = (offset: number): string => `M-6 ${short(y + offset)}q53 ${short(-bend)} 106 0t106 0`;
    const strings = [-2, -1, 0, 1, 2].map((at) => curve(at * gap)).join('');
    let notes = '';
    const count = dice.whole(3, 4);
    const spot = dice.whole(0, count - 1);
    for (let at = 0; at < count; at++) {
      const x = 34 + (at * 132) / (count - 1);
      const ny = y + gap * dice.pick([-1.5, -0.5, 0.5, 1.5]) + (x < 100 ? -bend * 0.4 : bend * 0.4);
      const fill = at === spot ? accent : shape;
      notes += disc(x, ny, gap * 0.62, fill) + bar(x + gap * 0.42, ny - gap * 2.6, gap * 0.2, gap * 2.6, fill);
    }
    return line(strings, shape, 2) + notes;
  },
};

/** Three bold figures in a stack, balanced as long as nobody breathes. */
const balance: Composition = {
  name: 'balance',
  type: 'above',
  panel: 'ground',
  fits: { any: 0.4, Comedy: 4, Drama: 2, Family: 2, Animation: 3, Crime: 1, Documentary: 1, Romance: 1 },
  draw({ top, dice, shape, accent }) {
    const height = 300 - top;
    const x = dice.between(84, 116);
    const base = height * 0.34;
    const r = height * dice.between(0.15, 0.19);
    const y = 300 - base - r;
    const small = height * dice.between(0.07, 0.1);
    const foot = dice.pick([
      polygon([x - 70, 301], [x + 70, 301], [x, 300 - base]),
      `M${short(x - base)} 301a${short(base)} ${short(base)} 0 0 1 ${short(2 * base)} 0z`,
      polygon([x - base * 0.62, 301], [x - base * 0.62, 300 - base], [x + base * 0.62, 300 - base], [x + base * 0.62, 301]),
    ]);
    const beam = polygon([x - 66, y - r - 9], [x + 66, y - r - 3], [x + 66, y - r + 2], [x - 66, y - r - 4]);
    return mirrored(
      form(foot + beam, shape) +
        disc(x, y, r, accent) +
        disc(x - 46, y - r - 8 - small, small, shape) +
        form(polygon([x + 40, y - r - 5], [x + 60, y - r - 4], [x + 50, y - r - 5 - small * 2.4]), accent),
      dice.chance(0.5),
    );
  },
};

export const signs: readonly Composition[] = [numeral, pair, filmstrip, flower, staves, balance];
