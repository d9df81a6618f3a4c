import { short } from '../markup.ts';
import { bar, type Composition, disc, form, line, mirrored, polygon, somebody } from './stage.ts';

/** Blocks that grow out of the type's panel, a few windows lit. */
const skyline: Composition = {
  name: 'skyline',
  type: 'below',
  panel: 'shape',
  fits: { Crime: 4, 'Film-Noir': 4, Action: 3, Drama: 2, Thriller: 2, Comedy: 1, Romance: 1, 'Sci-Fi': 1 },
  draw({ top, bottom, dice, shape, accent }) {
    const height = bottom - top;
    let blocks = '';
    let windows = '';
    for (let x = -4; x < 200;) {
      const wide = dice.whole(20, 38);
      const tall = height * dice.between(0.22, 0.74);
      blocks += `M${x} 300V${short(bottom - tall)}h${wide}V300z`;
      if (dice.chance(0.2)) blocks += `M${x + wide / 2 - 1} ${short(bottom - tall - 22)}h2v24h-2z`;
      if (dice.chance(0.75))
        for (let y = bottom - tall + 9; y < bottom - 10; y += 13)
          for (let w = x + 5; w < x + wide - 6; w += 9)
            if (dice.chance(0.2) && windows.length < 420) windows += `M${w} ${short(y)}h4v6h-4z`;
      x += wide + dice.pick([0, 0, 3]);
    }
    return (
      disc(dice.between(40, 160), top + height * dice.between(0.2, 0.32), dice.between(18, 30), accent) +
      form(blocks, shape) +
      form(windows, accent)
    );
  },
};

/** A lit doorway, its light on the floor, somebody in it. */
const doorway: Composition = {
  name: 'doorway',
  type: 'either',
  panel: 'ground',
  fits: { Mystery: 4, Horror: 4, 'Film-Noir': 4, Thriller: 2, Crime: 1, Drama: 1, Fantasy: 1 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const floor = top + (bottom - top) * dice.between(0.6, 0.68);
    const wide = dice.between(34, 56);
    const tall = Math.min(floor - top - 18, dice.between(84, 120));
    const x = dice.between(62, 92);
    const light = polygon([x, floor], [x + wide, floor], [x + wide * 1.5 + 44, 310], [x - dice.between(20, 44), 310]);
    const figure = x + wide * dice.pick([0.35, 0.5, 0.68]);
    const shadow = polygon([figure - 4, floor], [figure + 4, floor], [figure + 22, 310], [figure - 6, 310]);
    const picture =
      bar(x, floor - tall, wide, tall, accent) +
      form(light, shape) +
      form(shadow, ground) +
      somebody(figure, floor + 2, tall * 0.5, ground);
    return mirrored(picture, dice.chance(0.5));
  },
};

/** Steps across the sheet and one person on them. */
const stairs: Composition = {
  name: 'stairs',
  type: 'above',
  panel: 'ground',
  fits: { Drama: 3, Thriller: 3, Mystery: 3, 'Film-Noir': 3, Crime: 2, History: 1, Comedy: 1, Musical: 2 },
  draw({ top, dice, ground, shape, accent }) {
    const steps = dice.whole(5, 8);
    const wide = 200 / steps;
    const tall = (286 - top - 46) / steps;
    let treads = `M0 300V${short(300 - tall * 0.5)}`;
    for (let at = 0; at < steps; at++) treads += `h${short(wide)}v${short(-tall)}`;
    const on = dice.whole(1, steps - 2);
    const y = 300 - tall * (on + 0.5);
    const figure = somebody(wide * (on + 0.45), y, Math.min(54, tall * 2.2), accent);
    const under = dice.chance(0.5)
      ? line(
          Array.from({ length: steps }, (_, at) => `M${short(wide * at)} ${short(300 - tall * (at + 0.5) + 9)}h${short(wide)}`).join(''),
          ground,
          2.5,
        )
      : '';
    return mirrored(form(`${treads}H220V300z`, shape) + under + figure, dice.chance(0.5));
  },
};

/** A square colosseum: rows of arches, one of them lit. */
const arcade: Composition = {
  name: 'arcade',
  type: 'either',
  panel: 'ground',
  fits: { History: 5, Drama: 2, War: 2, Mystery: 2, Romance: 1, Musical: 1, Fantasy: 1, Documentary: 1 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const columns = dice.whole(3, 5);
    const step = 200 / columns;
    const rows = Math.max(1, Math.round((bottom - top) / (step * 1.5)));
    const tall = (bottom - top) / rows;
    const r = step * 0.33;
    const lit = dice.whole(0, rows * columns - 1);
    let arches = '';
    let one = '';
    for (let at = 0; at < rows * columns; at++) {
      const x = step * ((at % columns) + 0.5) - r;
      const y = top + tall * (Math.floor(at / columns) + 1) - tall * 0.1;
      const arch = `M${short(x)} ${short(y)}v${short(-(tall * 0.78 - r))}a${short(r)} ${short(r)} 0 0 1 ${short(2 * r)} 0v${short(tall * 0.78 - r)}z`;
      if (at === lit) one = arch;
      else arches += arch;
    }
    return bar(0, top, 200, bottom - top, shape) + form(arches, ground) + form(one, accent);
  },
};

/** Light through blinds, thrown askew on a wall. */
const blinds: Composition = {
  name: 'blinds',
  type: 'either',
  panel: 'ground',
  fits: { 'Film-Noir': 5, Crime: 3, Mystery: 3, Thriller: 3, Drama: 1, Romance: 1 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const slats = dice.whole(6, 9);
    const lean = dice.between(26, 60);
    const step = (bottom - top + lean) / slats;
    const thick = step * dice.between(0.42, 0.62);
    let light = '';
    for (let at = 0; at <= slats + 1; at++) {
      const y = top + at * step;
      light += polygon([0, y], [200, y - lean], [200, y - lean + thick], [0, y + thick]);
    }
    const x = dice.between(66, 134);
    const tall = (bottom - top) * dice.between(0.58, 0.7);
    // Head and shoulders only: the rest is behind the panel or below the sheet.
    const person =
      disc(x, bottom - tall, tall * 0.26, accent) +
      form(
        `M${short(x - tall * 0.58)} ${short(bottom + 40)}V${short(bottom - tall * 0.2)}q0-${short(tall * 0.42)} ${short(tall * 0.58)}-${short(tall * 0.42)} ${short(tall * 0.58)} 0 ${short(tall * 0.58)} ${short(tall * 0.42)}V${short(bottom + 40)}z`,
        ground,
      );
    return mirrored(form(light, shape) + person, dice.chance(0.5));
  },
};

/** A road to the vanishing point. */
const road: Composition = {
  name: 'road',
  type: 'above',
  panel: 'ground',
  fits: { Adventure: 3, Crime: 3, Western: 2, Drama: 2, Action: 4, Thriller: 2, Comedy: 2, Sport: 2, Music: 1 },
  draw({ top, dice, ground, shape, accent }) {
    const eye = top + (300 - top) * dice.between(0.28, 0.42);
    const x = dice.pick([60, 100, 140]);
    let dashes = '';
    for (let depth = 0.06; depth < 1; depth *= 1.75) {
      const y = (d: number): number => eye + (300 - eye) * d;
      const half = (d: number): number => 6.5 * d;
      const at = (d: number): number => x + (100 - x) * d;
      const end = Math.min(1, depth * 1.38);
      dashes += polygon(
        [at(depth) - half(depth), y(depth)],
        [at(depth) + half(depth), y(depth)],
        [at(end) + half(end), y(end)],
        [at(end) - half(end), y(end)],
      );
    }
    const sun = disc(x + dice.pick([-34, 0, 34]), eye, dice.between(20, 32), accent);
    return sun + bar(0, eye, 200, 300 - eye, shape) + form(polygon([x, eye], [194, 300], [6, 300]), ground) + form(dashes, accent);
  },
};

/** A cone of light from above, a pool on the floor, somebody in it. */
const spotlight: Composition = {
  name: 'spotlight',
  type: 'below',
  panel: 'ground',
  fits: { Music: 4, Musical: 5, Comedy: 2, Drama: 2, Crime: 2, Thriller: 2, 'Film-Noir': 2, Sport: 2 },
  draw({ bottom, dice, ground, shape, accent }) {
    const y = bottom - 26;
    const lamp = dice.pick([16, 40, 100, 100]);
    const x = dice.between(94, 122);
    const wide = dice.between(46, 66);
    const cone = polygon([lamp - 7, -4], [lamp + 7, -4], [x + wide, y], [x - wide, y]);
    const second = dice.chance(0.4)
      ? form(polygon([214 - lamp, -4], [200 - lamp, -4], [x - wide * 0.9, y], [x + wide * 0.9, y]), shape)
      : '';
    const pool = `<ellipse cx='${short(x)}' cy='${short(y)}' rx='${short(wide)}' ry='${short(wide * 0.26)}' fill='${accent}'/>`;
    return mirrored(second + form(cone, shape) + pool + somebody(x, y + 3, Math.min(72, bottom * 0.4), ground), dice.chance(0.5));
  },
};

export const city: readonly Composition[] = [skyline, doorway, stairs, arcade, blinds, road, spotlight];
