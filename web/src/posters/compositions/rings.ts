import { short } from '../markup.ts';
import { bar, type Composition, disc, form, line, mirrored, polar, polygon } from './stage.ts';

/** Thick arcs around a corner of the picture. */
const arcs: Composition = {
  name: 'arcs',
  type: 'either',
  panel: 'ground',
  fits: { any: 1, Romance: 2, Drama: 3, Musical: 2, Music: 2, Family: 2, Comedy: 2, Sport: 2, Documentary: 2 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const height = bottom - top;
    const [x, y] = dice.pick([
      [0, bottom],
      [0, top],
      [100, bottom],
      [0, (top + bottom) / 2],
    ] as const);
    const most = Math.min(x === 100 ? 112 : 190, height * (y === (top + bottom) / 2 ? 0.62 : 0.96));
    const count = dice.whole(3, 6) * 2;
    const spot = dice.whole(0, count / 2 - 1) * 2;
    let picture = '';
    for (let at = 0; at < count; at++) picture += disc(x, y, most * (1 - at / count), at % 2 === 1 ? ground : at === spot ? accent : shape);
    return mirrored(picture, dice.chance(0.5));
  },
};

/** Frames within frames, drawn towards a point off the centre. */
const frames: Composition = {
  name: 'frames',
  type: 'either',
  panel: 'ground',
  fits: { any: 1, Mystery: 3, Thriller: 3, 'Sci-Fi': 3, Drama: 2, Crime: 2, Horror: 2, Documentary: 2 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const count = dice.whole(4, 6) * 2 - 1;
    const [x, y] = [dice.between(60, 140), top + (bottom - top) * dice.between(0.35, 0.65)];
    let picture = '';
    for (let at = 0; at < count; at++) {
      const near = 1 - at / count;
      const pull = at / count;
      const left = 14 * near + (x - 6) * pull;
      const right = 186 * near + (x + 6) * pull;
      const up = (top + 14) * near + (y - 8) * pull;
      const down = (bottom - 6) * near + (y + 8) * pull;
      picture += bar(left, up, right - left, down - up, at === count - 1 ? accent : at % 2 === 0 ? shape : ground);
    }
    return picture;
  },
};

/** The spiral of a certain title sequence. */
const spiral: Composition = {
  name: 'spiral',
  type: 'either',
  panel: 'ground',
  fits: { Mystery: 5, Thriller: 4, Horror: 3, Fantasy: 2, 'Sci-Fi': 2, Comedy: 1, Animation: 1 },
  draw({ top, bottom, dice, shape, accent }) {
    const x = dice.between(84, 116);
    const y = (top + bottom) / 2;
    const turns = dice.whole(8, 13);
    const gap = Math.min(104, (bottom - top) * 0.52) / turns;
    let d = `M${short(x)} ${short(y)}`;
    for (let at = 1; at <= turns; at++)
      d += `a${short(gap * at)} ${short(gap * at)} 0 0 1 ${at % 2 === 1 ? '' : '-'}${short(gap * 2 * at)} 0`;
    const cx = x + gap / 2;
    return `<g transform='rotate(${dice.whole(0, 7) * 45} ${short(cx)} ${short(y)})'>${line(d, shape, gap * dice.between(0.75, 1.05))}</g>${disc(cx, y, gap * 1.15, accent)}`;
  },
};

/** A record, its label in colour, wider than the sheet. */
const record: Composition = {
  name: 'record',
  type: 'either',
  panel: 'ground',
  fits: { Music: 6, Musical: 3, Documentary: 1, Romance: 1 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const x = dice.pick([100, 150, 176]);
    const y = (top + bottom) / 2;
    const r = Math.min(x === 100 ? 90 : 124, (bottom - top) * (x === 100 ? 0.45 : 0.56));
    let grooves = '';
    for (let at = 0.5; at < 0.98; at += dice.pick([0.08, 0.1, 0.13]))
      grooves += `M${short(x - r * at)} ${short(y)}a${short(r * at)} ${short(r * at)} 0 1 0 ${short(r * 2 * at)} 0a${short(r * at)} ${short(r * at)} 0 1 0 ${short(-r * 2 * at)} 0`;
    return mirrored(
      disc(x, y, r, shape) + line(grooves, ground, 1.4) + disc(x, y, r * 0.36, accent) + disc(x, y, r * 0.05, ground),
      dice.chance(0.5),
    );
  },
};

/** Lanes of a stadium, one of them ours. */
const lanes: Composition = {
  name: 'lanes',
  type: 'either',
  panel: 'ground',
  fits: { Sport: 7, Action: 2, Adventure: 1, Comedy: 1, 'Sci-Fi': 1 },
  draw({ top, bottom, dice, shape, accent }) {
    const count = dice.whole(5, 7);
    const gap = Math.min(100, bottom - top - 20) / count;
    const bend = top + 14;
    const side = dice.chance(0.5);
    const ours = dice.whole(1, count - 2);
    let track = '';
    let own = '';
    for (let at = 0; at < count; at++) {
      const r = gap * (count - at - 0.4);
      const lane = side
        ? `M-10 ${short(bend + gap * at + 5)}H70a${short(r)} ${short(r)} 0 0 1 ${short(r)} ${short(r)}V310`
        : `M${short(30 + gap * at)} 310V${short(bend + 100)}a${short(r * 0.9)} ${short(r * 0.9)} 0 0 1 ${short(r * 0.9)}-${short(r * 0.9)}H210`;
      if (at === ours) own = lane;
      else track += lane;
    }
    return mirrored(line(track, shape, gap * 0.56) + line(own, accent, gap * 0.56), dice.chance(0.5));
  },
};

/** An eye that looks back. */
const eye: Composition = {
  name: 'eye',
  type: 'either',
  panel: 'ground',
  fits: { Horror: 4, Thriller: 4, Mystery: 3, 'Sci-Fi': 2, Drama: 1, Documentary: 2, Fantasy: 1 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const y = (top + bottom) / 2 + 6;
    const open = Math.min(dice.between(56, 84), (bottom - top) * 0.42);
    const look = dice.pick([-22, 0, 0, 22]);
    const r = open * 0.47;
    const lashes = dice.whole(0, 1) * dice.whole(7, 11);
    let rays = '';
    for (let at = 0; at < lashes; at++) {
      const angle = 200 + (140 * at) / (lashes - 1);
      const [fx, fy] = polar(100, y + 26, 92, angle);
      const [ax, ay] = polar(100, y + 26, 150, angle - 1.6);
      const [bx, by] = polar(100, y + 26, 150, angle + 1.6);
      rays += polygon([fx, fy], [ax, ay], [bx, by]);
    }
    return (
      form(rays, accent) +
      form(`M12 ${short(y)}Q100 ${short(y - open * 2)} 188 ${short(y)}Q100 ${short(y + open * 1.7)} 12 ${short(y)}z`, shape) +
      disc(100 + look, y - open * 0.08, r, ground) +
      disc(100 + look, y - open * 0.08, r * dice.between(0.4, 0.72), accent)
    );
  },
};

export const rings: readonly Composition[] = [arcs, frames, spiral, record, lanes, eye];
