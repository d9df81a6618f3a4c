/** A button that opens a short list of acts: arrows move, Escape closes, focus comes back. An entry may open a list of its own. */
import './menu.css';
import { ChevronLeft, ChevronRight, type Settings } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { failed } from '../ui/toast.tsx';
import { words } from '../words/index.ts';

interface Labelled {
  label: string;
  icon: typeof Settings;
  /** A number beside it, as it is shown and as it is read out. */
  count?: { shown: string; said: string };
}
type Act = Labelled & { run: () => void; opens?: never };
/** Its entries take the place of the list, until one goes back. */
type Opener = Labelled & { opens: () => Promise<Entry[]>; run?: never };
export type Entry = Act | Opener;

function Item({ entry, onClick }: { entry: Entry; onClick: () => void }) {
  const { label, icon: Icon, count, opens } = entry;
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      class="menu__item"
      data-label={label}
      {...(opens && { 'aria-haspopup': 'menu' as const })}
      onClick={onClick}
    >
      <Icon size={18} aria-hidden="true" />
      {label}
      {opens && <ChevronRight size={16} class="menu__opens" aria-hidden="true" />}
      {count && (
        <span class="badge">
          <span aria-hidden="true">{count.shown}</span>
          <span class="unseen">, {count.said}</span>
        </span>
      )}
    </button>
  );
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
  const [inner, setInner] = useState<{ of: string; entries: Entry[] }>();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  const items = () => [...(root.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  function enter({ label, opens }: Opener): void {
    opens().then((entries) => setInner({ of: label, entries }), failed);
  }

  function goBack(): void {
    const of = inner?.of;
    setInner(undefined);
    // Where one came from, once it is drawn.
    setTimeout(() => items().find((item) => item.dataset.label === of)?.focus());
  }

  useEffect(() => {
    if (!open) setInner(undefined);
  }, [open]);
  useEffect(() => {
    // The way back is not what one came for.
    if (inner) items()[1]?.focus();
  }, [inner]);
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
    if ((event.key === 'ArrowLeft' || event.key === 'Escape') && inner) {
      event.preventDefault();
      goBack();
      return;
    }
    if (event.key === 'Escape' || event.key === 'Tab') {
      setOpen(false);
      if (event.key === 'Escape') button.current?.focus();
      return;
    }
    if (event.key === 'ArrowRight') {
      const entry = props.entries.find(({ label }) => label === all[at]?.dataset.label);
      if (!inner && entry?.opens) enter(entry);
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
          {inner && (
            <button type="button" role="menuitem" tabIndex={-1} class="menu__item menu__back" onClick={goBack}>
              <ChevronLeft size={18} aria-hidden="true" />
              <span class="unseen">{words.value.site.back}: </span>
              {inner.of}
            </button>
          )}
          {(inner?.entries ?? props.entries).map((entry) => (
            <Item
              key={entry.label}
              entry={entry}
              onClick={() => {
                if (entry.opens) {
                  enter(entry);
                  return;
                }
                setOpen(false);
                button.current?.focus();
                entry.run();
              }}
            />
          ))}
        </div>
      )}
    </div>
  );
}
