/** A command to try, and a button that copies it. */
import { Copy } from 'lucide-preact';
import { note } from '../../ui/toast.tsx';
import { help } from '../../words/help.ts';

export function CodeBlock({ text }: { text: string }) {
  const copy = () => {
    const { copied, copy_failed } = help.peek();
    navigator.clipboard.writeText(text).then(
      () => note(copied),
      () => note(copy_failed),
    );
  };
  return (
    <div class="code">
      {/* It scrolls by itself, so the keyboard must reach it. */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
      <button type="button" class="icon-button" aria-label={help.value.copy} onClick={copy}>
        <Copy size={16} aria-hidden="true" />
      </button>
    </div>
  );
}
