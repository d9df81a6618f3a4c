/** The dialog by which a film or a comment is reported. Fetched when somebody first reports. */
import { signal } from '@preact/signals';
import { CircleAlert } from 'lucide-preact';
import { render } from 'preact';
import { api } from '../api/endpoints.ts';
import { ProblemError } from '../api/errors.ts';
import type { Reason, ReportReason } from '../api/types.ts';
import { bounds } from '../state/config.ts';
import { createSubmission } from '../state/submission.ts';
import { dialog } from '../ui/dialog.ts';
import { TextArea } from '../ui/field.tsx';
import { lettersIn } from '../ui/letters.ts';
import { fieldMessages, messageOf } from '../words/failure.ts';
import { fill, language, number, words } from '../words/index.ts';
import { ReasonSelect } from './reason-select.tsx';

export interface Reported {
  title: string;
  /** What sending does, said in the form. */
  happens: string;
  send: (reason: Reason, text: string, key: string) => Promise<unknown>;
}

type Outcome = 'sent' | 'already' | 'signed_out';

function createForm(thing: Reported, reasons: readonly ReportReason[]) {
  const reason = signal<Reason | ''>('');
  const text = signal('');
  const problems = signal<Record<string, string>>({});
  const failure = signal<string | undefined>(undefined);
  const submission = createSubmission();
  const node = document.createElement('div');
  node.className = 'dialog-form';

  const needsText = () => reasons.some((one) => one.code === reason.value && one.text_required);

  function Form() {
    const { report } = words.value;
    const { max } = bounds.value.report_text;
    return (
      <>
        <ReasonSelect
          label={report.reason}
          choose={report.choose}
          value={reason.value}
          problem={problems.value.reason}
          options={reasons.map(({ code, label }) => ({ value: code, label: label[language.value] }))}
          onChange={(code) => (reason.value = code)}
        />
        <TextArea
          name="text"
          label={needsText() ? report.text : report.text_optional}
          rows={4}
          value={text.value}
          problem={problems.value.text}
          hint={`${number(lettersIn(text.value))} / ${number(max)}`}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
        {failure.value !== undefined && (
          <p class="field__problem" role="alert">
            <CircleAlert size={16} aria-hidden="true" />
            {failure.value}
          </p>
        )}
        <p class="report-outcome">{thing.happens}</p>
      </>
    );
  }

  function focusFirstProblem(): void {
    // After the marks have been drawn.
    setTimeout(() => node.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  function refuse(next: Record<string, string>): void {
    problems.value = next;
    focusFirstProblem();
  }

  async function send(): Promise<Outcome | undefined> {
    const { fields } = words.peek();
    const body = text.peek().trim();
    const { max } = bounds.peek().report_text;
    const why = reason.peek();
    failure.value = undefined;
    const found: Record<string, string> = {
      ...(why === '' && { reason: fields.invalid_value }),
      ...(needsText() && body === '' && { text: fields.required }),
      ...(lettersIn(body) > max && { text: fill(fields.too_long, { max: number(max) }) }),
    };
    if (why === '' || Object.keys(found).length > 0) {
      refuse(found);
      return undefined;
    }
    problems.value = {};
    try {
      await thing.send(why, body, submission.keyFor([why, body]));
      return 'sent';
    } catch (error) {
      if (!(error instanceof ProblemError)) failure.value = messageOf(error);
      else if (error.code === 'already_reported') return 'already';
      else if (error.status === 401) return 'signed_out';
      else if (error.errors.length > 0) refuse(fieldMessages(error.errors, bounds.peek()));
      else failure.value = messageOf(error);
      return undefined;
    }
  }

  render(<Form />, node);
  return { node, send, close: () => render(null, node) };
}

/** What came of it, `undefined` where it was given up. Throws a 401 where the session ended meanwhile. */
export async function reportDialog(thing: Reported): Promise<'sent' | 'already' | undefined> {
  const { items } = await api.reportReasons();
  const form = createForm(thing, items);
  const first = form.node.querySelector('select');
  const decision = await dialog<Outcome>(
    { title: thing.title, confirm: words.peek().report.send },
    { content: form.node, check: form.send, ...(first && { focus: first }) },
  );
  form.close();
  if (decision.kind !== 'confirmed') return undefined;
  if (decision.value === 'signed_out') {
    throw new ProblemError({ status: 401, code: 'unauthenticated' });
  }
  return decision.value;
}
