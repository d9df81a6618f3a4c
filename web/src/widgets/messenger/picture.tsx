/** A picture in a conversation: room for it before it comes, large when asked. */
import { ImageOff, X } from 'lucide-preact';
import { useRef, useState } from 'preact/hooks';
import { fill, words } from '../../words/index.ts';
import { messagesWords } from '../../words/messages.ts';

/** The room that a picture takes at most, and at least, however narrow it is. */
const room = { width: 340, height: 360, least: 140 };

export function sizeIn(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, room.width / width, room.height / height);
  return { width: Math.max(room.least, Math.round(width * scale)), height: Math.max(48, Math.round(height * scale)) };
}

interface Shown {
  what: string;
  /** `undefined` while it is on its way there. */
  src: string | undefined;
  width: number;
  height: number;
  preview: string | undefined;
  /** From 0 to 1, while it is brought. */
  progress: number | undefined;
}

function Progress({ part }: { part: number }) {
  const percent = Math.round(part * 100);
  return (
    <span
      class="picture__progress"
      role="progressbar"
      aria-label={messagesWords.value.ticks.uploading}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <svg viewBox="0 0 44 44" width={44} height={44} aria-hidden="true">
        <circle cx="22" cy="22" r="18" pathLength="100" />
        <circle cx="22" cy="22" r="18" pathLength="100" stroke-dasharray={`${percent} 100`} />
      </svg>
    </span>
  );
}

export function PictureView({ what, src, width, height, preview, progress }: Shown) {
  const { pictures } = messagesWords.value;
  // Kept when the message arrives, so that nothing flickers until the stored one is there.
  const [under] = useState(preview);
  const [broken, breakIt] = useState(false);
  const large = useRef<HTMLDialogElement>(null);
  const size = sizeIn(width, height);
  const box = { width: `${size.width}px`, aspectRatio: `${size.width} / ${size.height}` };
  if (broken) {
    return (
      <span class="picture picture--broken" style={box}>
        <ImageOff size={24} aria-hidden="true" />
        {pictures.broken}
      </span>
    );
  }
  return (
    <>
      <button
        type="button"
        class="picture"
        style={{ ...box, ...(under !== undefined && { backgroundImage: `url("${under}")` }) }}
        aria-label={fill(pictures.open, { what })}
        disabled={src === undefined}
        onClick={() => large.current?.showModal()}
      >
        {src !== undefined && (
          <img src={src} alt="" {...size} loading="lazy" decoding="async" onError={() => breakIt(true)} />
        )}
        {progress !== undefined && <Progress part={progress} />}
      </button>
      {src !== undefined && (
        <dialog ref={large} class="picture-large" aria-label={what} onClick={() => large.current?.close()}>
          <img src={src} alt={what} width={width} height={height} loading="lazy" />
          <form method="dialog">
            <button class="picture-large__close" aria-label={words.value.site.close}>
              <X size={22} aria-hidden="true" />
            </button>
          </form>
        </dialog>
      )}
    </>
  );
}
