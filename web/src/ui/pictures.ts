/** Makes of what somebody chose a picture that may be sent: of a known kind, upright, not too large. */

export type PictureFault = 'no_picture' | 'unreadable' | 'too_large';

export class PictureError extends Error {
  override readonly name = 'PictureError';
  readonly fault: PictureFault;

  constructor(fault: PictureFault, options?: ErrorOptions) {
    super(fault, options);
    this.fault = fault;
  }
}

export interface ReadyPicture {
  bytes: Blob;
  width: number;
  height: number;
  /** A small one as a `data:` address. */
  preview: string;
}

/** What the server takes. */
export const pictureTypes = 'image/jpeg,image/png,image/webp,image/gif';
const mostBytes = 5 * 1024 * 1024;
/** The server makes it no larger than this anyway. */
const mostSide = 2048;
const previewSide = 480;

export function pictureIn(data: DataTransfer | null): File | undefined {
  return [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/'));
}

/** Width and height within a square, in the same proportion. */
export function within(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export async function decode(file: Blob): Promise<ImageBitmap> {
  if (!file.type.startsWith('image/')) throw new PictureError('no_picture');
  try {
    return await createImageBitmap(file);
  } catch (cause) {
    throw new PictureError('unreadable', { cause });
  }
}

function drawn(bitmap: ImageBitmap, side: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, within(bitmap.width, bitmap.height, side));
  const paper = canvas.getContext('2d');
  if (!paper) throw new PictureError('unreadable');
  // JPEG has no transparency; without paper it would turn black.
  paper.fillStyle = '#fff';
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.imageSmoothingQuality = 'high';
  paper.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export function toJpeg(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new PictureError('unreadable'))), 'image/jpeg', quality);
  });
}

export async function readyPicture(file: Blob): Promise<ReadyPicture> {
  const bitmap = await decode(file);
  const { width, height } = bitmap;
  try {
    const preview = drawn(bitmap, previewSide).toDataURL('image/jpeg', 0.7);
    // Only one that moves must stay as it is. A photo is drawn anew: upright, and without where it was taken.
    const keeps = file.type === 'image/gif';
    const small = file.size <= mostBytes && Math.max(width, height) <= mostSide;
    if (keeps && file.size > mostBytes) throw new PictureError('too_large');
    if (keeps || (small && ['image/png', 'image/webp'].includes(file.type))) {
      return { bytes: file, width, height, preview };
    }
    const canvas = drawn(bitmap, mostSide);
    const bytes = await toJpeg(canvas, 0.88);
    if (bytes.size > mostBytes) throw new PictureError('too_large');
    return { bytes, width: canvas.width, height: canvas.height, preview };
  } finally {
    bitmap.close();
  }
}
