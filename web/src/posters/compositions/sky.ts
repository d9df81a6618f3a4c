import { bar, type Composition, disc, form, line, mirrored, polygon } from './stage.ts';
import { short } from '../markup.ts';

/** Sun and horizon: the disc sinks behind the panel, sliced by bands that widen towards it. */
const horizon: Composition = {
  name: 'horizon',
  type: 'below',
  panel: 'shape',
  fits: { Western: 5, Adventure: 4, War: 2, Romance: 2, Drama: 2, History: 2, 'Sci-Fi': 1, Documentary: 2 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const r = dice.between(52, 84);
    const x = dice.pick([100, 100, 68, 138]);
    const y = bottom - r * dice.between(0, 0.55);
    let slices = '';
    if (dice.chance(0.6)) {
      let at = bottom - 5;
      for (let thick = 7; thick > 1.2 && at > top; thick *= 0.8) {
        slices += `M0 ${short(at - thick)}h200v${short(thick)}H0z`;
        at -= thick * 2.1;
      }
    }
    return disc(x, y, r, accent) + form(slices, ground) + bar(0, bottom - 1, 200, 2, shape);
  },
};

/** A crescent cut by its own ground, or a calendar of phases with one night in colour. */
const moon: Composition = {
  name: 'moon',
  type: 'either',
  panel: 'ground',
  fits: { Horror: 3, Fantasy: 4, Mystery: 3, Romance: 2, 'Sci-Fi': 2, 'Film-Noir': 2, Drama: 1, Animation: 1 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const height = bottom - top;
    if (dice.chance(0.45)) {
      const r = Math.min(86, height * 0.42);
      const y = (top + bottom) / 2;
      const x = dice.pick([88, 100, 120]);
      const bite = dice.between(0.28, 0.5) * r;
      return disc(x, y, r, shape) + disc(x + bite, y - bite * 0.6, r * 0.86, ground) + disc(x + r * 0.52, y - r * 0.3, r * 0.13, accent);
    }
    const columns = dice.whole(3, 4);
    const step = 172 / columns;
    const rows = Math.max(2, Math.floor((height - 12) / step));
    const r = step * 0.42;
    const full = dice.whole(0, columns * rows - 1);
    let all = '';
    let phases = '';
    let bright = '';
    for (let at = 0; at < columns * rows; at++) {
      const x = 14 + step * ((at % columns) + 0.5);
      const y = (top + bottom) / 2 + step * (Math.floor(at / columns) - (rows - 1) / 2);
      const phase = Math.cos(((at - full) / (columns * rows)) * 2 * Math.PI);
      all += `M${short(x)} ${short(y)}h0`;
      const waxing = at < full ? 1 : 0;
      const bulge = phase > 0 ? waxing : 1 - waxing;
      if (at === full) bright = disc(x, y, r, accent);
      else
        phases += `M${short(x)} ${short(y - r)}a${short(r)} ${short(r)} 0 0 ${waxing} 0 ${short(2 * r)}a${short(Math.abs(phase) * r)} ${short(r)} 0 0 ${bulge} 0 ${short(-2 * r)}`;
    }
    // Round caps of zero-length lines: an outline around every night, in few bytes.
    const round = " stroke-linecap='round'";
    return line(all, shape, 2 * r, round) + line(all, ground, 2 * r - 1.6, round) + form(phases, shape) + bright;
  },
};

/** Swell upon swell, the crests a little out of step. */
const waves: Composition = {
  name: 'waves',
  type: 'either',
  panel: 'ground',
  fits: { Adventure: 3, Romance: 2, Drama: 3, Thriller: 1, Family: 2, Fantasy: 2, Animation: 2, Documentary: 2 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const rows = dice.whole(4, 7);
    const step = (bottom - top) / (rows + 0.6);
    const half = dice.pick([25, 33.3, 50]);
    const rise = step * dice.between(0.6, 0.95);
    const drift = dice.pick([0.35, 0.5, 0.65, 1.6]);
    const spot = dice.whole(0, rows - 1);
    const sun = dice.chance(0.5);
    let picture = sun ? disc(dice.pick([58, 100, 146]), top + step * 1.1, step * 0.95, accent) : '';
    for (let row = 0; row < rows; row++) {
      const y = top + step * (row + 1.3);
      const from = -half - ((row * half * drift) % (2 * half));
      const crests = `t${half} 0`.repeat(Math.ceil(300 / half) + 1);
      const fill = !sun && row === spot ? accent : row % 2 === 0 ? shape : ground;
      picture += form(`M${short(from)} ${short(y)}q${short(half / 2)}-${short(rise)} ${half} 0${crests}V310H${short(from)}z`, fill);
    }
    return picture;
  },
};

/** Peaks or mesas in three planes. */
const mountains: Composition = {
  name: 'mountains',
  type: 'either',
  panel: 'ground',
  fits: { Western: 4, Adventure: 4, Fantasy: 2, War: 2, Documentary: 2, History: 1, Family: 1, Drama: 1 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const height = bottom - top;
    const sun = disc(dice.between(50, 150), top + height * dice.between(0.3, 0.42), dice.between(20, 36), accent);
    if (dice.chance(0.5)) {
      let d = '';
      for (let x = dice.between(-50, -10); x < 190;) {
        const [wide, crest] = [dice.between(62, 104), bottom - height * dice.between(0.26, 0.6)];
        d += polygon([x, 310], [x + wide * 0.15, crest], [x + wide * 0.85, crest], [x + wide, 310]);
        x += wide + dice.between(10, 30);
      }
      return sun + form(d, shape) + bar(0, bottom - height * 0.07, 200, 60, shape);
    }
    let peaks = '';
    let lit = '';
    const summits = dice.whole(2, 3);
    for (let at = 0; at < summits; at++) {
      const x = (200 * (at + 0.5)) / summits + dice.between(-16, 16);
      const crest = bottom - height * dice.between(0.34, 0.62);
      const slope = (bottom - crest) * dice.between(0.62, 0.9);
      peaks += polygon([x - slope, bottom], [x, crest], [x + slope, bottom]);
      lit += polygon([x, crest], [x + slope, bottom], [x + slope * 0.28, bottom], [x - slope * 0.1, crest + (bottom - crest) * 0.42]);
    }
    return sun + form(peaks, shape) + form(lit, dice.chance(0.5) ? ground : accent) + line(`M0 ${short(bottom - 1)}H200`, shape, 2);
  },
};

/** A planet larger than the sheet, and what circles it. */
const orbit: Composition = {
  name: 'orbit',
  type: 'either',
  panel: 'ground',
  fits: { 'Sci-Fi': 6, Fantasy: 2, Adventure: 1, Documentary: 1, Animation: 1, Family: 1 },
  draw({ top, bottom, dice, ground, shape, accent }) {
    const x = dice.between(78, 122);
    const y = (top + bottom) / 2;
    const r = Math.min(58, (bottom - top) * dice.between(0.24, 0.31));
    const tilt = dice.pick([-32, -22, 24, 36]);
    const rings = dice.whole(1, 3);
    let ellipses = '';
    for (let at = 0; at < rings; at++) {
      const wide = r * (1.6 + at * 0.32);
      ellipses += `M${short(-wide)} 0A${short(wide)} ${short(wide * 0.3)} 0 0 0 ${short(wide)} 0`;
    }
    const back = ellipses.replace(/0 0 0 /g, '0 0 1 ');
    const turn = (picture: string): string => `<g transform='translate(${short(x)} ${short(y)})rotate(${tilt})'>${picture}</g>`;
    const moonAt = r * (1.6 + (rings - 1) * 0.32);
    return (
      turn(line(back, accent, 3)) +
      disc(x, y, r, shape) +
      (dice.chance(0.5)
        ? turn(
            form(`M${short(-r)} 0a${short(r)} ${short(r)} 0 0 0 ${short(2 * r)} 0`, ground) +
              line(`M${short(-r)} 0a${short(r)} ${short(r)} 0 0 0 ${short(2 * r)} 0z`, shape, 2),
          )
        : '') +
      turn(line(ellipses, accent, 3) + disc(moonAt, 0, r * 0.17, accent))
    );
  },
};

/** Birds or falling leaves: the same cut-out, scattered down one diagonal. */
const flock: Composition = {
  name: 'flock',
  type: 'either',
  panel: 'ground',
  fits: { Horror: 1, War: 2, Drama: 3, Romance: 1, Thriller: 2, Family: 2, Animation: 2, Music: 1, Documentary: 1 },
  draw({ top, bottom, dice, shape, accent }) {
    const count = dice.whole(6, 9);
    const spot = dice.whole(1, count - 2);
    let flying = '';
    let one = '';
    for (let at = 0; at < count; at++) {
      const along = at / (count - 1);
      const size = 11 + 24 * (1 - along) * dice.between(0.7, 1.1);
      const x = 32 + along * 140 + dice.between(-22, 22);
      const y = bottom - 32 - along * (bottom - top - 62) + dice.between(-18, 18);
      const wing = dice.between(0.45, 0.75);
      const tip = y - size * wing * 0.5;
      const to = (dx: number, height: number): string => `${short(x + dx * size)} ${short(height)}`;
      const bird = `M${to(-1, tip)}Q${to(-0.4, y - size * wing)} ${to(0, y)}Q${to(0.4, y - size * wing)} ${to(1, tip)}Q${to(0.4, y - size * 0.2)} ${to(0, y + size * 0.34)}Q${to(-0.4, y - size * 0.2)} ${to(-1, tip)}z`;
      if (at === spot) one = bird;
      else flying += bird;
    }
    return mirrored(form(flying, shape) + form(one, accent), dice.chance(0.5));
  },
};

export const sky: readonly Composition[] = [horizon, moon, waves, mountains, orbit, flock];
