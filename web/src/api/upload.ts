/** Brings a picture's bytes to where the server said, and tells how far it is: `fetch` cannot. */
import { NetworkError, ProblemError } from './errors.ts';
import type { AwaitedMedia, NewMedia } from './types.ts';
import { messenger } from './messenger.ts';

/** From 0 to 1. */
export type Progress = (part: number) => void;

/** Without a byte moving for so long, nobody is there. */
const patienceMs = 30_000;

function put(target: AwaitedMedia['upload'], bytes: Blob, progress: Progress, signal?: AbortSignal): Promise<void> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    let waiting: ReturnType<typeof setTimeout>;
    const wait = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => request.abort(), patienceMs);
    };
    const lost = () => {
      clearTimeout(waiting);
      failed(new NetworkError('the picture did not arrive'));
    };
    request.open(target.method, target.url);
    for (const [name, value] of Object.entries(target.headers)) {
      // The browser writes these itself and forbids them to pages.
      if (!/^(content-length|host)$/i.test(name)) request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded, total }) => {
      wait();
      progress(total > 0 ? loaded / total : 0);
    };
    request.onerror = lost;
    request.onabort = lost;
    request.onload = () => {
      clearTimeout(waiting);
      if (request.status >= 200 && request.status < 300) done();
      // Storage does not speak in Problems.
      else failed(new ProblemError({ status: request.status, code: 'store_unavailable' }));
    };
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    wait();
    request.send(bytes);
  });
}

/** The id under which the picture can be used, once it is there. */
export async function upload(
  purpose: NewMedia['purpose'],
  bytes: Blob,
  progress: Progress = () => undefined,
  signal?: AbortSignal,
): Promise<string> {
  const type = bytes.type as NewMedia['content_type'];
  const { media_id, upload: target } = await messenger.askUpload({
    purpose,
    content_type: type,
    size: bytes.size,
  });
  await put(target, bytes, progress, signal);
  return media_id;
}
