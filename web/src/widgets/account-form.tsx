/** The frame of the sign-in and sign-up forms: one submit, problems at their fields, the first one focused. */
import { CircleAlert } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ProblemError } from '../api/errors.ts';
import { askConfig, bounds, fieldBounds } from '../state/config.ts';
import { lettersIn } from '../ui/letters.ts';
import { fieldMessages, messageOf } from '../words/failure.ts';
import { fill, words } from '../words/index.ts';

export type FieldProblems = Partial<Record<string, string>>;

/** Without the fields that have no problem. */
export function stated(problems: FieldProblems): FieldProblems {
  return Object.fromEntries(Object.entries(problems).filter(([, text]) => text !== undefined));
}

export function AccountForm(props: {
  submit: string;
  /** What can be said before asking the server. */
  check: (form: FormData) => FieldProblems;
  send: (form: FormData) => Promise<void>;
  /** Which field an error that is not about one field belongs to, if any. */
  fieldOf?: (error: ProblemError) => string | undefined;
  children: (problems: FieldProblems) => ComponentChildren;
}) {
  const [problems, setProblems] = useState<FieldProblems>({});
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => void askConfig(), []);

  /** Shows them and puts the cursor into the first. */
  function mark(found: FieldProblems): void {
    setProblems(found);
    // After the marks have been drawn.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  function explain(error: unknown): void {
    if (error instanceof ProblemError) {
      const field = props.fieldOf?.(error);
      if (field !== undefined) {
        mark({ [field]: messageOf(error) });
        return;
      }
      const found = fieldMessages(error.errors, fieldBounds.peek());
      if (Object.keys(found).some((name) => form.current?.elements.namedItem(name))) {
        mark(found);
        return;
      }
    }
    setFailure(messageOf(error));
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy || !form.current) return;
    const values = new FormData(form.current);
    const found = stated(props.check(values));
    mark(found);
    setFailure(undefined);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await props.send(values);
    } catch (error) {
      explain(error);
    } finally {
      setBusy(false);
    }
  }

  /** What was wrong with a field is no longer said once it changes. */
  function settle(event: Event): void {
    const { name } = event.target as HTMLInputElement;
    const { [name]: settled, ...rest } = problems;
    if (settled !== undefined) setProblems(rest);
  }

  return (
    <form class="account__form" ref={form} noValidate onSubmit={submit} onInput={settle}>
      {failure !== undefined && (
        <p class="account__failure" role="alert">
          <CircleAlert size={18} aria-hidden="true" />
          {failure}
        </p>
      )}
      {props.children(problems)}
      <button type="submit" class="button button--lit button--tall button--wide" aria-busy={busy}>
        {props.submit}
      </button>
    </form>
  );
}

export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** What is certain about a new password; the rest is the server's to say. */
export function passwordProblem(password: string): string | undefined {
  const { fields } = words.peek();
  const { min, max } = bounds.peek().password;
  const letters = lettersIn(password);
  if (letters === 0) return fields.required;
  if (letters < min) return fill(fields.too_short, { min, max });
  return letters > max ? fill(fields.too_long, { min, max }) : undefined;
}
