import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { pixels, png } from './icons.ts';

const at = (rows: Buffer, size: number, x: number, y: number) => {
  const start = y * (1 + size * 4) + 1 + x * 4;
  return [...rows.subarray(start, start + 4)];
};

it('draws the mark: clear corners, the bar and the beam dark on the lit sheet', () => {
  const rows = pixels(64, true, 1);
  expect(at(rows, 64, 0, 0)[3]).toBe(0);
  expect(at(rows, 64, 20, 32)).toEqual([0x2a, 0x1c, 0x0d, 255]);
  expect(at(rows, 64, 46, 32)).toEqual([0x2a, 0x1c, 0x0d, 255]);
  expect(at(rows, 64, 32, 4)).toEqual([0xf5, 0xb0, 0x41, 255]);
});

it('fills an icon that will be cut to its edges', () => {
  expect(at(pixels(64, false, 0.8), 64, 0, 0)).toEqual([0xf5, 0xb0, 0x41, 255]);
});

it('writes a PNG that says its size and holds every row', () => {
  const file = png(32, true, 1);
  expect(file.subarray(1, 4).toString()).toBe('PNG');
  expect([file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual([32, 32]);
  const length = file.readUInt32BE(33);
  expect(inflateSync(file.subarray(41, 41 + length))).toHaveLength(32 * (1 + 32 * 4));
});
