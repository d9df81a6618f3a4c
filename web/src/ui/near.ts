/** What costs too much to be drawn all at once is drawn when it comes near: at once if it is seen, else when there is time. */
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** What has not come near, and how it is drawn then. */
const waiting = new Map<Element, () => void>();
const soon = new Set<Element>();
let idle = false;
/** Even where there is never time. */
const latestMs = 300;

function come(element: Element): void {
  const draw = waiting.get(element);
  leave(element);
  draw?.();
}

/** One each time, so that nothing that somebody does has to wait for more than that one. */
function drawInTime(): void {
  if (idle || soon.size === 0) return;
  idle = true;
  requestIdleCallback(
    () => {
      idle = false;
      const next = soon.values().next().value;
      if (next) come(next);
      drawInTime();
    },
    { timeout: latestMs },
  );
}

const isSeen = ({ top, left, bottom, right }: DOMRectReadOnly) => bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;

/** A window's height and a row's width ahead, so that what one goes to is there before one is. */
const ahead = { rootMargin: '100% 0px', scrollMargin: '0px 100%' };
const watch = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting, boundingClientRect } of entries) {
    if (!isIntersecting) soon.delete(target);
    else if (isSeen(boundingClientRect) || !('requestIdleCallback' in window)) come(target);
    else soon.add(target);
  }
  drawInTime();
}, ahead);

function leave(element: Element): void {
  waiting.delete(element);
  soon.delete(element);
  watch.unobserve(element);
}

/** Whether an element is to be drawn: from the start where that is known to be `wanted`. */
export function useNear<E extends Element>(wanted: boolean): [RefObject<E>, boolean] {
  const element = useRef<E>(null);
  const [near, setNear] = useState(wanted);
  const drawn = near || wanted;
  useEffect(() => {
    const { current } = element;
    if (drawn || !current) return undefined;
    waiting.set(current, () => setNear(true));
    watch.observe(current);
    return () => leave(current);
  }, [drawn]);
  return [element, drawn];
}
