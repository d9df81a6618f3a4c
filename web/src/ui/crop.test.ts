import { expect, it } from 'vitest';
import { firstCrop, kept, mostZoom, moved, sideOf, zoomed } from './crop.ts';

const wide = { width: 1000, height: 400 };
const tall = { width: 300, height: 900 };

it('begins with the largest square, in the middle of what is wide and above the middle of what is tall', () => {
  expect(firstCrop(wide)).toEqual({ zoom: 1, x: 500, y: 200 });
  expect(firstCrop(tall)).toEqual({ zoom: 1, x: 150, y: 378 });
  expect(sideOf(wide, firstCrop(wide))).toBe(400);
});

it('follows the finger and stops at the edges', () => {
  expect(moved(wide, firstCrop(wide), 0.25, 0)).toEqual({ zoom: 1, x: 400, y: 200 });
  expect(moved(wide, firstCrop(wide), 9, 9)).toEqual({ zoom: 1, x: 200, y: 200 });
  expect(moved(wide, firstCrop(wide), -9, -9)).toEqual({ zoom: 1, x: 800, y: 200 });
});

it('keeps what is under the finger while one comes nearer', () => {
  const near = zoomed(wide, firstCrop(wide), 2, 0.5, 0);
  // The right edge stays where it was.
  expect(near.x + sideOf(wide, near) / 2).toBe(700);
  expect(near.zoom).toBe(2);
});

it('goes neither farther than the picture nor nearer than its pixels', () => {
  expect(zoomed(wide, firstCrop(wide), 0.1).zoom).toBe(1);
  expect(zoomed(wide, firstCrop(wide), 99).zoom).toBe(mostZoom(wide));
  expect(mostZoom({ width: 50, height: 50 })).toBe(1);
});

it('comes back into the picture when one goes farther at its edge', () => {
  const corner = kept(wide, { zoom: 4, x: 1000, y: 400 });
  const far = zoomed(wide, corner, 1);
  expect(far).toEqual({ zoom: 1, x: 800, y: 200 });
});
