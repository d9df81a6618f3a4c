/** A square cut out of a picture, by its middle (in the picture's own pixels) and how near one is. */

export interface Size {
  width: number;
  height: number;
}

export interface Crop {
  /** 1 shows as much as a square can. */
  zoom: number;
  x: number;
  y: number;
}

/** Nearer than this there is nothing to see. */
const leastSide = 96;

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), Math.max(least, most));

export function mostZoom({ width, height }: Size): number {
  return clamp(Math.min(width, height) / leastSide, 1, 6);
}

/** Of the square, in the picture's pixels. */
export function sideOf({ width, height }: Size, { zoom }: Crop): number {
  return Math.min(width, height) / zoom;
}

/** The nearest crop that lies within the picture. */
export function kept(size: Size, crop: Crop): Crop {
  const zoom = clamp(crop.zoom, 1, mostZoom(size));
  const half = sideOf(size, { ...crop, zoom }) / 2;
  return { zoom, x: clamp(crop.x, half, size.width - half), y: clamp(crop.y, half, size.height - half) };
}

/** The middle, a little above it for what is tall: that is where faces are. */
export function firstCrop(size: Size): Crop {
  return kept(size, { zoom: 1, x: size.width / 2, y: size.height * (size.height > size.width ? 0.42 : 0.5) });
}

/** The picture follows the finger, which moved by parts of the square's side. */
export function moved(size: Size, crop: Crop, dx: number, dy: number): Crop {
  const side = sideOf(size, crop);
  return kept(size, { ...crop, x: crop.x - dx * side, y: crop.y - dy * side });
}

/** What lies under a point of the square (parts of its side from its middle) stays there. */
export function zoomed(size: Size, crop: Crop, zoom: number, atX = 0, atY = 0): Crop {
  const next = clamp(zoom, 1, mostZoom(size));
  const change = sideOf(size, crop) - sideOf(size, { ...crop, zoom: next });
  return kept(size, { zoom: next, x: crop.x + atX * change, y: crop.y + atY * change });
}

export function drawCrop(canvas: HTMLCanvasElement, bitmap: ImageBitmap, crop: Crop): void {
  const paper = canvas.getContext('2d');
  if (!paper) return;
  const side = sideOf(bitmap, crop);
  const { width, height } = canvas;
  paper.fillStyle = '#fff';
  paper.fillRect(0, 0, width, height);
  paper.imageSmoothingQuality = 'high';
  paper.drawImage(bitmap, crop.x - side / 2, crop.y - side / 2, side, side, 0, 0, width, height);
}
