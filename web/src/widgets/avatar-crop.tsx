/** Asks which square of a picture is to be a face: dragged, pinched, wheeled, or moved with the keyboard. */
import './avatar-crop.css';
import { signal, type Signal } from '@preact/signals';
import { CircleAlert, ZoomIn, ZoomOut } from 'lucide-preact';
import { render } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { drawCrop, firstCrop, mostZoom, moved, zoomed, type Crop } from '../ui/crop.ts';
import { dialog } from '../ui/dialog.ts';
import { toJpeg } from '../ui/pictures.ts';
import { messagesWords } from '../words/messages.ts';
import { pictureMessage } from '../words/pictures.ts';

/** The server makes it smaller still. */
const savedSide = 512;
const step = { move: 0.05, zoom: 1.15 };

interface Stage {
  bitmap: ImageBitmap;
  crop: Signal<Crop>;
}

/** One finger moves, two come nearer. */
function usePointers({ bitmap, crop }: Stage) {
  const points = useRef(new Map<number, { x: number; y: number }>());

  function onPointerMove(event: PointerEvent): void {
    const stage = event.currentTarget as HTMLElement;
    const before = points.current.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const { left, top, width } = stage.getBoundingClientRect();
    const other = [...points.current].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const apart = (point: { x: number; y: number }) => Math.hypot(point.x - other.x, point.y - other.y);
      const at = (a: number, b: number, edge: number) => ((a + b) / 2 - edge) / width - 0.5;
      const nearer = crop.peek().zoom * (apart(now) / Math.max(1, apart(before)));
      crop.value = zoomed(bitmap, crop.peek(), nearer, at(now.x, other.x, left), at(now.y, other.y, top));
    } else {
      crop.value = moved(bitmap, crop.peek(), (now.x - before.x) / width, (now.y - before.y) / width);
    }
    points.current.set(event.pointerId, now);
  }

  const leave = (event: PointerEvent) => void points.current.delete(event.pointerId);
  return {
    onPointerDown: (event: PointerEvent) => {
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      points.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    },
    onPointerMove,
    onPointerUp: leave,
    onPointerCancel: leave,
  };
}

function onKey({ bitmap, crop }: Stage, event: KeyboardEvent): void {
  const now = crop.peek();
  const next: Record<string, () => Crop> = {
    ArrowLeft: () => moved(bitmap, now, step.move, 0),
    ArrowRight: () => moved(bitmap, now, -step.move, 0),
    ArrowUp: () => moved(bitmap, now, 0, step.move),
    ArrowDown: () => moved(bitmap, now, 0, -step.move),
    '+': () => zoomed(bitmap, now, now.zoom * step.zoom),
    '-': () => zoomed(bitmap, now, now.zoom / step.zoom),
  };
  const change = next[event.key];
  if (!change) return;
  event.preventDefault();
  crop.value = change();
}

function CropStage({ stage, failure }: { stage: Stage; failure: Signal<string | undefined> }) {
  const { avatar } = messagesWords.value;
  const { bitmap, crop } = stage;
  const canvas = useRef<HTMLCanvasElement>(null);
  const square = useRef<HTMLDivElement>(null);
  const pointers = usePointers(stage);
  const id = useId();
  const now = crop.value;
  useEffect(() => {
    if (canvas.current) drawCrop(canvas.current, bitmap, now);
  }, [bitmap, now]);
  useEffect(() => {
    const element = square.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top, width } = element.getBoundingClientRect();
      const at = (value: number, edge: number) => (value - edge) / width - 0.5;
      const zoom = crop.peek().zoom * Math.exp(-event.deltaY / 400);
      crop.value = zoomed(bitmap, crop.peek(), zoom, at(event.clientX, left), at(event.clientY, top));
    };
    // Passive ones, which is what attributes make, could not keep the page from scrolling.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [bitmap, crop]);
  return (
    <div class="crop">
      <div
        ref={square}
        class="crop__stage"
        role="application"
        tabIndex={0}
        aria-label={avatar.stage}
        aria-describedby={`${id}-hint`}
        onKeyDown={(event) => onKey(stage, event)}
        {...pointers}
      >
        <canvas ref={canvas} width={600} height={600} />
      </div>
      <label class="crop__zoom">
        <ZoomOut size={18} aria-hidden="true" />
        <span class="unseen">{avatar.zoom}</span>
        <input
          type="range"
          min={1}
          max={mostZoom(bitmap)}
          step="any"
          value={now.zoom}
          onInput={(event) => (crop.value = zoomed(bitmap, crop.peek(), Number(event.currentTarget.value)))}
        />
        <ZoomIn size={18} aria-hidden="true" />
      </label>
      <p class="crop__hint" id={`${id}-hint`}>
        {avatar.stage_hint}
      </p>
      {failure.value !== undefined && (
        <p class="field__problem" role="alert">
          <CircleAlert size={16} aria-hidden="true" />
          {failure.value}
        </p>
      )}
    </div>
  );
}

/** `save` gets the square as a JPEG; the dialog stays, and says why, while that fails. True when it was saved. */
export async function askForCrop(bitmap: ImageBitmap, save: (bytes: Blob) => Promise<unknown>): Promise<boolean> {
  const { avatar } = messagesWords.peek();
  const stage: Stage = { bitmap, crop: signal(firstCrop(bitmap)) };
  const failure = signal<string | undefined>(undefined);
  const node = document.createElement('div');
  render(<CropStage stage={stage} failure={failure} />, node);

  async function check(): Promise<true | undefined> {
    failure.value = undefined;
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = savedSide;
    drawCrop(canvas, bitmap, stage.crop.peek());
    try {
      await save(await toJpeg(canvas, 0.9));
      return true;
    } catch (error) {
      failure.value = pictureMessage(error);
      return undefined;
    }
  }

  const focus = node.querySelector<HTMLElement>('.crop__stage');
  const decision = await dialog(
    { title: avatar.title, confirm: avatar.save },
    { content: node, check, ...(focus && { focus }) },
  );
  render(null, node);
  return decision.kind === 'confirmed';
}
