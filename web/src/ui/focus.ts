/** Where the keyboard stands when what had it is gone: at what is left around it, never at the top of the page. */

/** Goes back to an element or, if that is gone by then, to the nearest of what it stood in. */
export function placeOf(element: Element | null): () => void {
  const around: Element[] = [];
  for (let at = element; at && at !== document.body; at = at.parentElement) around.push(at);
  return () => {
    const left = around.find((one) => one.isConnected);
    if (!(left instanceof HTMLElement)) return;
    left.focus({ preventScroll: left !== element });
    if (document.activeElement === left) return;
    left.tabIndex = -1;
    left.focus({ preventScroll: true });
  };
}

/** Watches what is drawn in `root`. */
export function keepFocus(root: Element): void {
  let last: Element | null = null;
  let back = placeOf(null);
  addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element)) return;
    last = target;
    back = placeOf(target);
  });
  new MutationObserver(() => {
    if (last?.isConnected === false && document.activeElement === document.body) back();
  }).observe(root, { childList: true, subtree: true });
}
