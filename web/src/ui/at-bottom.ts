/** A log that stays at its end while somebody reads the end, and where it is while they read further up. */
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

/** So near counts as the end. */
const nearPx = 64;

export function useBottom(
  log: RefObject<HTMLElement>,
  /** Of the first and last line, and of the last that the reader wrote. */
  keys: { first: string | undefined; last: string | undefined; own: string | undefined },
) {
  const [atBottom, setAtBottom] = useState(true);
  const sticks = useRef(true);
  const before = useRef({ first: keys.first, own: keys.own, height: 0, top: 0 });

  const remember = (element: HTMLElement) => {
    before.current = { ...before.current, height: element.scrollHeight, top: element.scrollTop };
  };

  const toBottom = useCallback(() => {
    const element = log.current;
    if (!element) return;
    element.scrollTop = element.scrollHeight;
    sticks.current = true;
    setAtBottom(true);
    remember(element);
  }, [log]);

  const onScroll = useCallback(() => {
    const element = log.current;
    if (!element) return;
    sticks.current = element.scrollHeight - element.clientHeight - element.scrollTop < nearPx;
    setAtBottom(sticks.current);
    remember(element);
  }, [log]);

  useLayoutEffect(() => {
    const element = log.current;
    if (!element) return;
    const old = before.current;
    const older = old.first !== undefined && keys.first !== old.first && !sticks.current;
    before.current = { ...old, first: keys.first, own: keys.own };
    if (older) {
      // What was read stays where it was when older lines come before it.
      element.scrollTop = element.scrollHeight - (old.height - old.top);
      remember(element);
    } else if (sticks.current || (keys.own !== old.own && keys.own !== undefined)) {
      toBottom();
    }
  }, [log, keys.first, keys.last, keys.own, toBottom]);

  useLayoutEffect(() => {
    const element = log.current;
    if (!element) return;
    // A keyboard opens, the composer grows, somebody types: the end stays in sight.
    const observer = new ResizeObserver(() => {
      if (sticks.current) toBottom();
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [log, toBottom]);

  return { atBottom, toBottom, onScroll };
}
