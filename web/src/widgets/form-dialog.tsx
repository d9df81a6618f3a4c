/** A dialog with a form: it stays open until the server took what was typed, and says what is wrong at its field. */
import { signal } from '@preact/signals';
import { CircleAlert } from 'lucide-preact';
import { render, type ComponentChildren } from 'preact';
import { ProblemError } from '../api/errors.ts';
import { fieldBounds } from '../state/config.ts';
import { keepIntent } from '../state/intents.ts';
import { confirmFrom, dialog, type DialogText } from '../ui/dialog.ts';
import { go, here } from '../ui/navigation.ts';
import { fieldMessages, messageOf } from '../words/failure.ts';
import { stated, type FieldProblems } from './account-form.tsx';
import { askToSignIn } from './gate.ts';

interface DialogForm {
  fields: (problems: FieldProblems) => ComponentChildren;
  check?: (form: FormData) => FieldProblems;
  send: (form: FormData) => Promise<unknown>;
  /** Which field an error that is not about one field belongs to, if any. */
  fieldOf?: (error: ProblemError) => string | undefined;
}

type Outcome = 'done' | 'signed_out' | 'prove_again';

/** True when it was done. */
export async function formDialog(text: DialogText, form: DialogForm): Promise<boolean> {
  const problems = signal<FieldProblems>({});
  const failure = signal<string | undefined>(undefined);
  const node = document.createElement('div');

  function Form() {
    return (
      <form
        class="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          confirmFrom(node);
        }}
      >
        {form.fields(problems.value)}
        {failure.value !== undefined && (
          <p class="field__problem" role="alert">
            <CircleAlert size={16} aria-hidden="true" />
            {failure.value}
          </p>
        )}
      </form>
    );
  }

  function mark(found: FieldProblems): void {
    problems.value = found;
    // After the marks have been drawn.
    setTimeout(() => node.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  function explain(error: unknown): Outcome | undefined {
    if (error instanceof ProblemError) {
      if (error.code === 'reauthentication_required') return 'prove_again';
      if (error.status === 401) return 'signed_out';
      const field = form.fieldOf?.(error);
      const found =
        field === undefined
          ? fieldMessages(error.errors, fieldBounds.peek())
          : { [field]: messageOf(error) };
      if (Object.keys(found).some((name) => node.querySelector(`[name="${CSS.escape(name)}"]`))) {
        mark(found);
        return undefined;
      }
    }
    failure.value = messageOf(error);
    return undefined;
  }

  async function send(): Promise<Outcome | undefined> {
    const filled = node.querySelector('form');
    if (!filled) return undefined;
    const values = new FormData(filled);
    failure.value = undefined;
    const found = stated(form.check?.(values) ?? {});
    mark(found);
    if (Object.keys(found).length > 0) return undefined;
    try {
      await form.send(values);
      return 'done';
    } catch (error) {
      return explain(error);
    }
  }

  render(<Form />, node);
  const first = node.querySelector<HTMLElement>('input, textarea, select');
  const decision = await dialog<Outcome>(text, {
    content: node,
    check: send,
    ...(first && { focus: first }),
  });
  render(null, node);
  if (decision.kind !== 'confirmed') return false;
  if (decision.value === 'prove_again') proveAgain();
  else if (decision.value === 'signed_out') await askToSignIn();
  return decision.value === 'done';
}

/** What is asked for wants a sign-in that is minutes old; one comes back here after it. */
export function proveAgain(): void {
  keepIntent(here());
  go('/login?error=reauthentication_required');
}
