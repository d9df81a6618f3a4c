/** Where comments, replies and edits are written. */
import './composer.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { bounds } from '../state/config.ts';
import { dropDraft, draftOf, keepDraft } from '../state/drafts.ts';
import { createSubmission } from '../state/submission.ts';
import { lettersIn } from '../ui/letters.ts';
import { count, words } from '../words/index.ts';

export interface Written {
  body: string;
  spoiler: boolean;
  /** The same for a second try with the same words. */
  key: string;
}

/** From here on the writer is told how much room is left. */
const tellBelow = 200;

export function Composer(props: {
  label: string;
  placeholder?: string;
  submit: string;
  /** Where unsent words are kept; edits are not. */
  draft?: string;
  initial?: { body: string; spoiler: boolean };
  autofocus?: boolean;
  /** Resolves to whether it was sent. */
  onSubmit: (written: Written) => Promise<boolean>;
  onCancel?: () => void;
}) {
  const { talk, site } = words.value;
  const start = (props.draft === undefined ? undefined : draftOf(props.draft)) ?? props.initial;
  const [body, setBody] = useState(start?.body ?? '');
  const [spoiler, setSpoiler] = useState(start?.spoiler ?? false);
  const [busy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const submission = useRef(createSubmission());

  useEffect(() => {
    if (!props.autofocus) return;
    area.current?.focus();
    area.current?.setSelectionRange(body.length, body.length);
    // Only when it opens: later the caret is the writer's.
  }, []);
  useEffect(() => {
    if (props.draft !== undefined) keepDraft(props.draft, { body, spoiler });
  }, [props.draft, body, spoiler]);

  const trimmed = body.trim();
  const left = bounds.value.comment.max - lettersIn(trimmed);
  const sendable = trimmed !== '' && left >= 0 && !busy;

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!sendable) {
      area.current?.focus();
      return;
    }
    setBusy(true);
    const sent = await props.onSubmit({
      body: trimmed,
      spoiler,
      key: submission.current.keyFor([trimmed, spoiler]),
    });
    setBusy(false);
    if (!sent) return;
    submission.current.settle();
    setBody('');
    setSpoiler(false);
    if (props.draft !== undefined) dropDraft(props.draft);
  }

  return (
    <form class="composer" onSubmit={submit}>
      <textarea
        ref={area}
        class="composer__text"
        aria-label={props.label}
        placeholder={props.placeholder ?? props.label}
        rows={2}
        value={body}
        aria-invalid={left < 0}
        onInput={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit(event);
          if (event.key === 'Escape') props.onCancel?.();
        }}
      />
      <div class="composer__foot">
        <label class="tick">
          <input
            type="checkbox"
            checked={spoiler}
            onChange={(event) => setSpoiler(event.currentTarget.checked)}
          />
          {talk.spoiler}
        </label>
        {left < tellBelow && (
          <span class={left < 0 ? 'composer__left composer__left--over' : 'composer__left'} role="status">
            {left < 0 ? count(talk.over, -left) : count(talk.left, left)}
          </span>
        )}
        <span class="composer__buttons">
          {props.onCancel && (
            <button type="button" class="button button--bare" onClick={props.onCancel}>
              {site.cancel}
            </button>
          )}
          <button
            type="submit"
            class="button button--lit"
            aria-disabled={!sendable}
            aria-busy={busy}
          >
            {props.submit}
          </button>
        </span>
      </div>
    </form>
  );
}
