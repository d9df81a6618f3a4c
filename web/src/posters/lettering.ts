import { short } from './markup.ts';

/**
 * A condensed poster alphabet drawn for these posters, because an SVG in `<img>` cannot use the page's fonts
 * and the system's are nobody's. Like wood type it grows taller without growing fatter: every glyph is a function
 * of its height `h`, with stems of 4 units. Subpaths start at absolute `M`, all else is relative; counters run
 * against the outline, so the non-zero rule cuts them out.
 */
interface Glyph {
  readonly width: number;
  readonly outline: (h: number) => string;
}

/** Heights below this fold the curves of S and B over each other. */
export const LOWEST = 24;

const glyph = (width: number, outline: (h: number, m: number) => string): Glyph => ({
  width,
  outline: (h) => outline(h, h / 2),
});

const bowl = (x: number, y: number, v: number): string => `M${x} ${y}v${v}q0 2 2 2 2 0 2-2v${-v}q0-2-2-2-2 0-2 2z`;
const counter = (y: number, v: number): string => `M4 ${y}v${v + 4}h2q2 0 2-2v${-v}q0-2-2-2z`;
const block = (x: number, y: number, w: number, h: number): string => `M${x} ${y}h${w}v${h}h${-w}z`;

const ring = glyph(12, (h) => `M0 6q0-6 6-6 6 0 6 6v${h - 12}q0 6-6 6-6 0-6-6z${bowl(4, 6, h - 12)}`);

const GLYPHS: Readonly<Record<string, Glyph>> = {
  A: glyph(14, (h) => `M4.5 0h5l4.5 ${h}h-4l-1-6h-4l-1 6h-4zM7 ${h * 0.29}l-1.3 ${h * 0.71 - 10}h2.6z`),
  B: glyph(
    12,
    (h, m) => `M0 0h6q6 0 6 6v${m - 10}q0 3-2 4 2 1 2 4v${h - m - 10}q0 6-6 6h-6z${counter(4, m - 10)}${counter(m + 2, h - m - 10)}`,
  ),
  C: glyph(12, (h) => `M0 6q0-6 6-6 6 0 6 6v3h-4v-3q0-2-2-2-2 0-2 2v${h - 12}q0 2 2 2 2 0 2-2v-3h4v3q0 6-6 6-6 0-6-6z`),
  D: glyph(12, (h) => `M0 0h6q6 0 6 6v${h - 12}q0 6-6 6h-6z${counter(4, h - 12)}`),
  E: glyph(10, (h, m) => `M0 0h10v4h-6v${m - 6}h5v4h-5v${h - m - 6}h6v4h-10z`),
  F: glyph(10, (h, m) => `M0 0h10v4h-6v${m - 6}h5v4h-5v${h - m - 2}h-4z`),
  G: glyph(
    12,
    (h, m) => `M0 6q0-6 6-6 6 0 6 6v2h-4v-2q0-2-2-2-2 0-2 2v${h - 12}q0 2 2 2 2 0 2-2v${m + 9 - h}h-2v-4h6v${h - m - 5}q0 6-6 6-6 0-6-6z`,
  ),
  H: glyph(12, (h, m) => `M0 0h4v${m - 2}h4v${2 - m}h4v${h}h-4v${m + 2 - h}h-4v${h - m - 2}h-4z`),
  I: glyph(4, (h) => block(0, 0, 4, h)),
  J: glyph(11, (h) => `M7 0h4v${h - 6}q0 6-5.5 6-5.5 0-5.5-6v-2h4v2q0 2 1.5 2 1.5 0 1.5-2z`),
  K: glyph(
    13,
    (h) => `M0 0h4v${h * 0.42}l4.6 ${-h * 0.42}h4.4l-5.2 ${h * 0.46} 5.2 ${h * 0.54}h-4.4l-3.5 ${-h * 0.36}-1.1 ${h * 0.1}v${h * 0.26}h-4z`,
  ),
  L: glyph(10, (h) => `M0 0h4v${h - 4}h6v4h-10z`),
  M: glyph(16, (h, m) => `M0 0h5l3 ${m} 3 ${-m}h5v${h}h-4v${-h * 0.62}l-3 ${m}h-2l-3 ${-m}v${h * 0.62}h-4z`),
  N: glyph(13, (h) => `M0 0h4l5 ${h * 0.55}v${-h * 0.55}h4v${h}h-4l-5 ${-h * 0.55}v${h * 0.55}h-4z`),
  O: ring,
  P: glyph(12, (h, m) => `M0 0h6q6 0 6 6v${m - 9}q0 6-6 6h-2v${h - m - 3}h-4z${counter(4, m - 9)}`),
  Q: glyph(12, (h) => `${ring.outline(h)}M6 ${h - 8}h4l3 9h-4z`),
  R: glyph(
    12,
    (h, m) => `M0 0h6q6 0 6 6v${m - 9}q0 3-2 4 2 1 2 4v${h - m - 5}h-4v${m + 5 - h}q0-3-2-3h-2v${h - m - 2}h-4z${counter(4, m - 10)}`,
  ),
  S: glyph(
    12,
    (h, m) =>
      `M12 8h-4v-2q0-2-2-2-2 0-2 2v${m - 11}q0 2 4 4 4 2 4 7v${h - m - 12}q0 6-6 6-6 0-6-6v-2h4v2q0 2 2 2 2 0 2-2v${m + 11 - h}q0-2-4-4-4-2-4-7v${12 - m}q0-6 6-6 6 0 6 6z`,
  ),
  T: glyph(12, (h) => `M0 0h12v4h-4v${h - 4}h-4v${4 - h}h-4z`),
  U: glyph(12, (h) => `M0 0h4v${h - 6}q0 2 2 2 2 0 2-2v${6 - h}h4v${h - 6}q0 6-6 6-6 0-6-6z`),
  V: glyph(14, (h) => `M0 0h4l3 ${h * 0.71} 3 ${-h * 0.71}h4l-4.5 ${h}h-5z`),
  W: glyph(
    20,
    (h) =>
      `M0 0h4l2.2 ${h * 0.7} 1.8 ${-h * 0.7}h4l1.8 ${h * 0.7} 2.2 ${-h * 0.7}h4l-3.6 ${h}h-4.6l-1.8 ${-h * 0.65}-1.8 ${h * 0.65}h-4.6z`,
  ),
  X: glyph(
    14,
    (h, m) => `M0 0h4.4l2.6 ${h * 0.3} 2.6 ${-h * 0.3}h4.4l-4.6 ${m} 4.6 ${m}h-4.4l-2.6 ${-h * 0.3}-2.6 ${h * 0.3}h-4.4l4.6 ${-m}z`,
  ),
  Y: glyph(14, (h) => `M0 0h4.4l2.6 ${h * 0.33} 2.6 ${-h * 0.33}h4.4l-5 ${h * 0.58}v${h * 0.42}h-4v${-h * 0.42}z`),
  Z: glyph(11, (h) => `M0 0h11v4l-6.6 ${h - 8}h6.6v4h-11v-4l6.6 ${8 - h}h-6.6z`),
  '0': ring,
  '1': glyph(8, (h) => `M3 0h5v${h}h-4v${6 - h}h-4v-3q3 0 3-3z`),
  '2': glyph(
    12,
    (h, m) => `M0 9v-3q0-6 6-6 6 0 6 6v${m - 10}q0 3-2 6l-5 ${h - m - 6}h7v4h-12v-3l7 ${m + 3 - h}q1-2 1-4v${10 - m}q0-2-2-2-2 0-2 2v3z`,
  ),
  '3': glyph(
    12,
    (h, m) =>
      `M0 8v-2q0-6 6-6 6 0 6 6v${m - 10}q0 3-2 4 2 1 2 4v${h - m - 10}q0 6-6 6-6 0-6-6v-2h4v2q0 2 2 2 2 0 2-2v${m + 10 - h}q0-2-2-2h-2v-4h2q2 0 2-2v${10 - m}q0-2-2-2-2 0-2 2v2z`,
  ),
  '4': glyph(13, (h) => `M6 0h5v${h - 9}h2v4h-2v5h-4v-5h-7v-4zM7 ${h * 0.4}l-3.2 ${h * 0.6 - 9}h3.2z`),
  '5': glyph(
    12,
    (h, m) => `M0 0h11v4h-7v${m - 7}q1-1 3-1 5 0 5 6v${h - m - 8}q0 6-6 6-6 0-6-6v-2h4v2q0 2 2 2 2 0 2-2v${m + 8 - h}q0-2-2-2-2 0-2 2h-4z`,
  ),
  '6': glyph(
    12,
    (h, m) =>
      `M0 6q0-6 6-6 6 0 6 6v2h-4v-2q0-2-2-2-2 0-2 2v${m - 9}q1-1 3-1 5 0 5 6v${h - m - 8}q0 6-6 6-6 0-6-6z${bowl(4, m + 2, h - m - 8)}`,
  ),
  '7': glyph(11, (h) => `M0 0h11v4l-4 ${h - 4}h-4l4 ${4 - h}h-7z`),
  '8': glyph(
    12,
    (h, m) =>
      `M0 6q0-6 6-6 6 0 6 6v${m - 10}q0 3-2 4 2 1 2 4v${h - m - 10}q0 6-6 6-6 0-6-6v${m + 10 - h}q0-3 2-4-2-1-2-4z${bowl(4, 6, m - 10)}${bowl(4, m + 4, h - m - 10)}`,
  ),
  '9': glyph(
    12,
    (h, m) =>
      `M12 ${h - 6}q0 6-6 6-6 0-6-6v-2h4v2q0 2 2 2 2 0 2-2v${9 - m}q-1 1-3 1-5 0-5-6v${m + 8 - h}q0-6 6-6 6 0 6 6z${bowl(4, 6, h - m - 8)}`,
  ),
  ' ': glyph(4, () => ''),
  '.': glyph(4, (h) => block(0, h - 4, 4, 4)),
  ',': glyph(4, (h) => `M0 ${h - 4}h4v4l-2 3h-2z`),
  ':': glyph(4, (h, m) => block(0, m - 5, 4, 4) + block(0, h - 4, 4, 4)),
  '-': glyph(6, (_, m) => block(0, m - 2, 6, 4)),
  '!': glyph(4, (h) => block(0, 0, 4, h - 7) + block(0, h - 4, 4, 4)),
  '¡': glyph(4, (h) => block(0, 0, 4, 4) + block(0, 7, 4, h - 7)),
  '?': glyph(
    12,
    (h, m) => `M0 8v-2q0-6 6-6 6 0 6 6v${m - 9}q0 3-2 5-2 2-2 5h-4q0-4 2-7 2-2 2-4v${8 - m}q0-2-2-2-2 0-2 2v2z${block(4, h - 4, 4, 4)}`,
  ),
  "'": glyph(4, () => 'M0 0h4v3l-2 4h-2z'),
  '/': glyph(10, (h) => `M6 0h4l-6 ${h}h-4z`),
};

/** Marks stand above the cap line, over a letter a little shorter than its neighbours. Drawn for a letter 12 wide. */
const MARKS: Readonly<Record<string, string>> = {
  '\u0300': 'M2 0h4l2 4h-3z',
  '\u0301': 'M6 0h4l-3 4h-3z',
  '\u0302': 'M4 0h4l3 4h-3.5l-1.5-2-1.5 2h-3.5z',
  '\u0303': 'M1 4v-2l3-2 4 2 3-2v2l-3 2-4-2z',
  '\u0308': 'M1 0h4v4h-4zM7 0h4v4h-4z',
  '\u030c': 'M1 0h3.5l1.5 2 1.5-2h3.5l-3 4h-4z',
};
const MARK_HEIGHT = 4;
const LOWERED = 1.5;

/** Units a line needs above its cap line. */
export const markRoom = (text: string): number => (spelled(text)?.some(({ mark }) => mark) ? MARK_HEIGHT + 1 - LOWERED : 0);

/** Open shapes side by side leave a hole; these pairs move together by this much. */
const TIGHT = /^(?:A[TVWY]|[TVWYPF]A|L[TVWY]|[TVWY][.,])$/;
const tuck = (before: string, after: string): number => (TIGHT.test(before + after) ? 2.5 : 0);
const SPACING = 2;

const plain = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/[–—‐]/g, '-')
    .normalize('NFD');

/** Letters with their marks, or nothing if the alphabet lacks one of them. */
function spelled(text: string): { base: string; mark: string }[] | undefined {
  const letters: { base: string; mark: string }[] = [];
  for (const char of plain(text)) {
    const last = letters.at(-1);
    if (Object.hasOwn(MARKS, char) && last && !last.mark && /[A-Z]/.test(last.base)) last.mark = char;
    else if (Object.hasOwn(GLYPHS, char)) letters.push({ base: char, mark: '' });
    else return undefined;
  }
  return letters;
}

export const canLetter = (text: string): boolean => spelled(text) !== undefined;

/** Width in units, where a stem is 4. */
export function letteredWidth(text: string): number {
  let width = -SPACING;
  let before = '';
  for (const { base } of spelled(text) ?? []) {
    width += (GLYPHS[base]?.width ?? 0) + SPACING - tuck(before, base);
    before = base;
  }
  return Math.max(width, 0);
}

/** Path data of one line, in units, from (0, 0) at its top left to its baseline at `h`. */
export function letteredPath(text: string, h: number): string {
  let x = 0;
  let before = '';
  let d = '';
  for (const { base, mark } of spelled(text) ?? []) {
    const drawn = GLYPHS[base];
    if (!drawn) continue;
    x -= tuck(before, base);
    const shift = (path: string, dx: number, dy: number): string =>
      path.replace(/M(-?[\d.]+) (-?[\d.]+)/g, (_, px: string, py: string) => `M${Number(px) + dx} ${Number(py) + dy}`);
    const lowered = mark ? LOWERED : 0;
    d += shift(drawn.outline(h - lowered), x, lowered);
    if (mark) d += shift(MARKS[mark] ?? '', x + (drawn.width - 12) / 2, lowered - MARK_HEIGHT - 1);
    x += drawn.width + SPACING;
    before = base;
  }
  return d.replace(/-?\d*\.?\d+/g, (number) => short(Number(number))).replace(/ -/g, '-');
}
