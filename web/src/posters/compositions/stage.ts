import type { Dice } from '../dice.ts';
import { short } from '../markup.ts';
import type { Palette } from '../palettes.ts';

/**
 * The part of the sheet a composition draws on: 200 wide, `top` to `bottom`. What it draws beyond, the type's panel
 * or the sheet's edge cuts off, so forms may bleed.
 */
export interface Stage extends Palette {
  readonly top: number;
  readonly bottom: number;
  readonly dice: Dice;
  readonly title: string;
  readonly year: number | undefined;
}

export interface Composition {
  readonly name: string;
  /** Where the type stands: below the picture, above it, or as the dice say. */
  readonly type: 'below' | 'above' | 'either';
  /** The colour under the type. `shape` when the picture's main form grows out of the panel. */
  readonly panel: 'ground' | 'shape';
  /** How well it fits each genre; a genre that is absent counts 0, `any` is its weight for every film. */
  readonly fits: Readonly<Record<string, number>>;
  draw(stage: Stage): string;
}

type Point = readonly [x: number, y: number];

export const disc = (x: number, y: number, r: number, fill: string): string =>
  `<circle cx='${short(x)}' cy='${short(y)}' r='${short(r)}' fill='${fill}'/>`;

export const bar = (x: number, y: number, w: number, h: number, fill: string): string =>
  `<path fill='${fill}' d='M${short(x)} ${short(y)}h${short(w)}v${short(h)}h${short(-w)}z'/>`;

export const form = (d: string, fill: string): string => `<path fill='${fill}' d='${d}'/>`;

/** Path data of a polygon, to be gathered into one `form`. */
export const polygon = (...points: readonly Point[]): string => `M${points.map(([x, y]) => `${short(x)} ${short(y)}`).join('L')}z`;

export const line = (d: string, stroke: string, width: number, more = ''): string =>
  `<path fill='none' stroke='${stroke}' stroke-width='${short(width)}' d='${d}'${more}/>`;

/** A point at an angle in degrees, clockwise from three o'clock. */
export const polar = (x: number, y: number, r: number, degrees: number): Point => [
  x + r * Math.cos((degrees * Math.PI) / 180),
  y + r * Math.sin((degrees * Math.PI) / 180),
];

/** Turns a picture around, for half of the films. */
export const mirrored = (picture: string, flip: boolean): string =>
  flip ? `<g transform='matrix(-1 0 0 1 200 0)'>${picture}</g>` : picture;

/** Somebody standing, feet at (x, y): small beside big forms, as on the posters of the sixties. */
export const somebody = (x: number, y: number, height: number, fill: string): string => {
  const u = height / 10;
  const s = (value: number): string => short(value * u);
  return form(
    `M${short(x)} ${short(y - height)}a${s(0.95)} ${s(0.95)} 0 0 1 0 ${s(1.9)} ${s(0.95)} ${s(0.95)} 0 0 1 0-${s(1.9)}m${s(-1.6)} ${s(2.2)}h${s(3.2)}l${s(0.5)} ${s(3.6)}h${s(-0.8)}l${s(-0.4)} ${s(4.2)}h${s(-1.8)}l${s(-0.4)}-${s(4.2)}h${s(-0.8)}z`,
    fill,
  );
};
