import { short } from '../markup.ts';
import { bar, type Composition, disc, form, mirrored, polar, polygon } from './stage.ts';

/** Bars that widen across the sheet, upright or leaning. */
const stripes: Composition = {
  name: 'stripes',
  type: 'either',
  panel: 'ground',
  fits: { any: 1, Action: 3, Comedy: 2, Crime: 3, Drama: 2, Sport: 2, Thriller: 2, Music: 2, Documentary: 2 },
  draw({ top, bottom, dice, shape, accent }) {
    const lean = dice.pick([0, 0, 70, 120]);
    const count = dice.whole(6, 10);
    const growth = dice.between(1.12, 1.34);
    const spot = dice.whole(2, count - 1);
    const unit = (200 + lean) / Array.from({ length: count }, (_, at) => growth ** at).reduce((a, b) => a + b, 0);
    let bars = '';
    let own = '';
    let x = -lean;
    for (let at = 0; at < count; at++) {
      const step = unit * growth ** at;
      const wide = step * 0.56;
      const one = polygon([x + lean, top - 2], [x + lean + wide, top - 2], [x + wide, bottom + 2], [x, bottom + 2]);
      if (at === spot) own = one;
      else bars += one;
      x += step;
    }
    return mirrored(form(bars, shape) + form(own, accent), dice.chance(0.5));
  },
};

/** A screen of dots that swell towards one point. */
const dots: Composition = {
  name: 'dots',
  type: 'either',
  panel: 'ground',
  fits: { any: 1, Comedy: 4, 'Sci-Fi': 2, Animation: 3, Family: 2, Music: 2, Mystery: 1, Romance: 1, Documentary: 3 },
  draw({ top, bottom, dice, shape, accent }) {
    const columns = dice.whole(4, 6);
    const step = 172 / columns;
    const rows = Math.floor((bottom - top - 10) / step);
    const from = (top + bottom) / 2 - ((rows - 1) * step) / 2;
    const [fx, fy] = [dice.whole(0, columns - 1), dice.whole(0, rows - 1)];
    const swell = dice.chance(0.7);
    // Dots are round caps of zero-length lines; one path a size keeps the markup small.
    const sizes = new Map<string, string>();
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        if (row === fy && column === fx) continue;
        const near = 1 - Math.hypot(row - fy, column - fx) / Math.hypot(rows, columns);
        const wide = short(Math.round((step * (swell ? 0.16 + 0.78 * near ** 1.4 : 0.62)) / 2) * 2);
        sizes.set(wide, `${sizes.get(wide) ?? ''}M${short(14 + step * (column + 0.5))} ${short(from + step * row)}h0`);
      }
    const groups = [...sizes].map(([wide, d]) => `<path stroke-width='${wide}' d='${d}'/>`).join('');
    return `<g stroke='${shape}' stroke-linecap='round'>${groups}</g>${disc(14 + step * (fx + 0.5), from + step * fy, step * (swell ? 0.48 : 0.4), accent)}`;
  },
};

/** The field in two, and a disc that changes sides. */
const split: Composition = {
  name: 'split',
  type: 'either',
  panel: 'ground',
  fits: { any: 1, Drama: 3, Romance: 3, Thriller: 3, Crime: 2, Comedy: 2, 'Sci-Fi': 1, War: 2, History: 1 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const y = (top + bottom) / 2;
    const r = Math.min(72, (bottom - top) * dice.between(0.3, 0.4));
    const slip = dice.pick([0, 0, r * 0.4, -r * 0.5]);
    const half = `M100 ${short(y - r)}a${short(r)} ${short(r)} 0 0 `;
    const left = form(`${half}0 0 ${short(2 * r)}z`, shape);
    const right = `<g transform='translate(0 ${short(slip)})'>${form(`${half}1 0 ${short(2 * r)}z`, dice.chance(0.5) ? accent : ground)}</g>`;
    return mirrored(
      bar(100, top, 100, bottom - top, shape) +
        left +
        right +
        (right.includes(accent) ? '' : disc(dice.pick([100 - r * 0.45, 100 + r * 0.45]), y, r * 0.16, accent)),
      dice.chance(0.5),
    );
  },
};

/** Quarter discs and squares on a grid, turned by the dice. */
const tiles: Composition = {
  name: 'tiles',
  type: 'either',
  panel: 'ground',
  fits: { Comedy: 4, Animation: 5, Family: 5, Musical: 3, Drama: 1, Documentary: 2, Fantasy: 1, Music: 2 },
  draw({ top, bottom, dice, shape, accent }) {
    const columns = dice.pick([3, 4, 4]);
    const s = 200 / columns;
    const rows = Math.ceil((bottom - top) / s);
    const from = top === 0 ? bottom - rows * s : top;
    const fills = { shape: '', accent: '' };
    const k = short(s);
    for (let at = 0; at < rows * columns; at++) {
      const [x, y] = [(at % columns) * s, from + Math.floor(at / columns) * s];
      const [l, t, r, b] = [short(x), short(y), short(x + s), short(y + s)];
      const piece = dice.pick([
        `M${l} ${t}h${k}a${k} ${k} 0 0 1-${k} ${k}z`,
        `M${r} ${b}h-${k}a${k} ${k} 0 0 1 ${k}-${k}z`,
        `M${r} ${t}v${k}a${k} ${k} 0 0 1-${k}-${k}z`,
        `M${l} ${b}v-${k}a${k} ${k} 0 0 1 ${k} ${k}z`,
        `M${l} ${t}h${k}a${short(s / 2)} ${short(s / 2)} 0 0 1-${k} 0`,
        `M${l} ${b}v-${k}l${k} ${k}z`,
        '',
      ]);
      fills[dice.chance(0.26) ? 'accent' : 'shape'] += piece;
    }
    return form(fills.shape, shape) + form(fills.accent, accent);
  },
};

/** Cut paper: long blades that meet in a point. */
const shards: Composition = {
  name: 'shards',
  type: 'either',
  panel: 'ground',
  fits: { Action: 5, Thriller: 4, Crime: 3, Horror: 3, War: 4, 'Film-Noir': 2, 'Sci-Fi': 2, Drama: 1 },
  draw({ top, bottom, dice, shape, accent }) {
    const [x, y] = dice.pick([
      [-6, bottom + 4],
      [-6, top - 4],
      [100, bottom + 6],
      [60, (top + bottom) / 2],
    ] as const);
    const around = x === 60 ? 360 : x === 100 ? 180 : 90;
    const from = x === 100 ? 180 : y > top ? -90 : 0;
    const count = x === 60 ? dice.whole(7, 9) : dice.whole(5, 7);
    const spot = dice.whole(1, count - 2);
    let blades = '';
    let own = '';
    for (let at = 0; at < count; at++) {
      const step = around / count;
      const angle = from + step * (at + dice.between(0.35, 0.65));
      const half = step * dice.between(0.14, 0.36);
      const near = dice.between(4, 34);
      const reach = dice.chance(0.6) ? 330 : dice.between(120, 180);
      const blade = polygon(
        polar(x, y, near, angle),
        polar(x, y, reach, angle - half),
        polar(x, y, reach * dice.between(0.8, 1), angle + half),
      );
      if (at === spot) own = blade;
      else blades += blade;
    }
    return mirrored(form(blades, shape) + form(own, accent), dice.chance(0.5));
  },
};

/** Rays of a rising sun. */
const rays: Composition = {
  name: 'rays',
  type: 'below',
  panel: 'ground',
  fits: { Musical: 4, War: 3, Adventure: 3, Action: 3, Western: 2, History: 3, Comedy: 2, Sport: 2, Family: 1 },
  draw({ bottom, dice, ground, shape, accent }) {
    const x = dice.pick([100, 100, 30, 170]);
    const y = bottom - dice.between(0, 26);
    const count = dice.whole(7, 12) * 2;
    let wedges = '';
    for (let at = 0; at < count; at += 2)
      wedges += polygon([x, y], polar(x, y, 330, 180 + (180 * (at + 0.5)) / count), polar(x, y, 330, 180 + (180 * (at + 1.5)) / count));
    const r = dice.between(26, 52);
    return form(wedges, shape) + disc(x, y, r + 7, ground) + disc(x, y, r, accent);
  },
};

export const rhythm: readonly Composition[] = [stripes, dots, split, tiles, shards, rays];
