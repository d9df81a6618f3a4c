/** Short notes at the edge of the page, read out by screen readers, gone by themselves. */
import './toast.css';
import { signal } from '@preact/signals';
import { CircleAlert, X } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { messageOf } from '../words/failure.ts';
import { words } from '../words/index.ts';

interface Toast {
  id: number;
  text: string;
  bad: boolean;
  action?: { label: string; run: () => void };
}

const toasts = signal<Toast[]>([]);
let lastId = 0;

function show(toast: Omit<Toast, 'id'>): void {
  // The same note twice is one note.
  const rest = toasts.peek().filter((other) => other.text !== toast.text);
  toasts.value = [...rest.slice(-2), { ...toast, id: ++lastId }];
}

export function note(text: string, action?: Toast['action']): void {
  show({ text, bad: false, ...(action && { action }) });
}

/** Says what failed and what to do about it. */
export function failed(error: unknown): void {
  show({ text: messageOf(error), bad: true });
}

function dismiss(id: number): void {
  toasts.value = toasts.peek().filter((toast) => toast.id !== id);
}

function Note({ toast }: { toast: Toast }) {
  const [held, hold] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(toast.id), toast.action ? 10_000 : 6000);
    return () => clearTimeout(timer);
  }, [held, toast]);
  const { action } = toast;
  return (
    <div
      class={toast.bad ? 'toast toast--bad' : 'toast'}
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocusIn={() => hold(true)}
      onFocusOut={() => hold(false)}
    >
      {toast.bad && <CircleAlert size={18} aria-hidden="true" />}
      <span class="toast__text">{toast.text}</span>
      {action && (
        <button
          type="button"
          class="toast__action"
          onClick={() => {
            dismiss(toast.id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        class="toast__close"
        aria-label={words.value.site.close}
        onClick={() => dismiss(toast.id)}
      >
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  );
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast) => (
        <Note key={toast.id} toast={toast} />
      ))}
    </div>
  );
}
