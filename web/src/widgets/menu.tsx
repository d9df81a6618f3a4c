/** A button that opens a short list of acts: arrows move, Escape closes, focus comes back. */
import './menu.css';
import type { Settings } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

export interface Entry {
  label: string;
  icon: typeof Settings;
  run: () => void;
  /** A number beside it, as it is shown and as it is read out. */
  count?: { shown: string; said: string };
}

export function Menu(props: {
  /** Of the button, read out. */
  label: string;
  /** Of the list, where it is named otherwise. */
  title: string;
  buttonClass: string;
  button: ComponentChildren;
  head?: ComponentChildren;
  entries: readonly Entry[];
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  const items = () => [...(root.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  useEffect(() => {
    if (!open) return;
    items()[0]?.focus();
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, [open]);

  function onKeyDown(event: KeyboardEvent): void {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to: Record<string, number> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    if (event.key === 'Escape' || event.key === 'Tab') {
      setOpen(false);
      if (event.key === 'Escape') button.current?.focus();
      return;
    }
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[next]?.focus();
  }

  return (
    <div class="menu" ref={root}>
      <button
        ref={button}
        type="button"
        class={props.buttonClass}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={props.label}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            setOpen(true);
          }
        }}
      >
        {props.button}
      </button>
      {open && (
        <div class="menu__list" role="menu" aria-label={props.title} onKeyDown={onKeyDown}>
          {props.head}
          {props.entries.map(({ label, icon: Icon, run, count }) => (
            <button
              key={label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class="menu__item"
              onClick={() => {
                setOpen(false);
                button.current?.focus();
                run();
              }}
            >
              <Icon size={18} aria-hidden="true" />
              {label}
              {count && (
                <span class="badge">
                  <span aria-hidden="true">{count.shown}</span>
                  <span class="unseen">, {count.said}</span>
                </span>
              )}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
