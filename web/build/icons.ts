/**
 * The mark as PNGs, for home screens that take no SVG. Drawn when the pages are built: nothing binary is kept
 * in the repository. The shapes are those of `public/mark.svg`, in its units.
 */
import { crc32, deflateSync } from 'node:zlib';
import type { Plugin } from 'vite';

type Colour = readonly [red: number, green: number, blue: number];

const lit: Colour = [0xf5, 0xb0, 0x41];
const dark: Colour = [0x2a, 0x1c, 0x0d];
/** The side of the mark. */
const side = 32;
/** Samples a side of each pixel. */
const fine = 4;

/** `undefined` outside the sheet. A `round` one has the corners of the mark. */
function colourAt(x: number, y: number, round: boolean): Colour | undefined {
  const radius = round ? 7 : 0;
  const past = (at: number) => Math.max(radius - at, at - (side - radius), 0);
  if (x < 0 || y < 0 || x > side || y > side || Math.hypot(past(x), past(y)) > radius) return undefined;
  const bar = x >= 8 && x <= 13 && y >= 7 && y <= 25;
  // From its point at (14.5, 16) the beam opens to 7 and 25 at x = 25.
  const beam = x <= 25 && Math.abs(y - 16) <= ((x - 14.5) / 10.5) * 9;
  return bar || beam ? dark : lit;
}

/** `scale`: how much of the icon the mark takes; the rest is its own colour. */
export function pixels(size: number, round: boolean, scale: number): Buffer {
  const rows = Buffer.alloc(size * (1 + size * 4));
  const unit = side / (size * scale);
  const shift = (side - side / scale) / 2;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const sum = [0, 0, 0];
      let hits = 0;
      for (let sample = 0; sample < fine * fine; sample += 1) {
        const u = (x + ((sample % fine) + 0.5) / fine) * unit + shift;
        const v = (y + (Math.floor(sample / fine) + 0.5) / fine) * unit + shift;
        const colour = colourAt(u, v, round) ?? (round ? undefined : lit);
        if (!colour) continue;
        hits += 1;
        colour.forEach((part, at) => (sum[at] = (sum[at] ?? 0) + part));
      }
      const at = y * (1 + size * 4) + 1 + x * 4;
      sum.forEach((part, channel) => (rows[at + channel] = hits === 0 ? 0 : Math.round(part / hits)));
      rows[at + 3] = Math.round((hits / fine ** 2) * 255);
    }
  }
  return rows;
}

function chunk(kind: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'ascii'), data]);
  const out = Buffer.alloc(named.length + 8);
  out.writeUInt32BE(data.length);
  named.copy(out, 4);
  out.writeUInt32BE(crc32(named), named.length + 4);
  return out;
}

/** PNG (ISO/IEC 15948): eight bits a channel, RGBA, no filter. */
export function png(size: number, round: boolean, scale: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels(size, round, scale), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export function icons(): Plugin {
  const sheets = {
    'icon-192.png': png.bind(undefined, 192, true, 1),
    'icon-512.png': png.bind(undefined, 512, true, 1),
    // A launcher cuts these to its own shape: the mark stays within the middle four fifths.
    'icon-maskable-512.png': png.bind(undefined, 512, false, 0.8),
    'apple-touch-icon.png': png.bind(undefined, 180, false, 0.9),
  };
  return {
    name: 'icons',
    apply: 'build',
    generateBundle() {
      for (const [fileName, draw] of Object.entries(sheets)) {
        this.emitFile({ type: 'asset', fileName, source: draw() });
      }
    },
  };
}
