/** The dialogs by which an API token is made and its secret is shown, once. */
import { signal } from '@preact/signals';
import { ChevronDown, Copy } from 'lucide-preact';
import { render } from 'preact';
import { staffApi } from '../../api/staff.ts';
import type { ApiToken, MadeToken, NewToken, Scope } from '../../api/types.ts';
import { session } from '../../state/session.ts';
import { dialog } from '../../ui/dialog.ts';
import { TextArea, TextField } from '../../ui/field.tsx';
import { textOf } from '../../widgets/account-form.tsx';
import { formDialog } from '../../widgets/form-dialog.tsx';
import { fill, words } from '../../words/index.ts';
import { staff } from '../../words/staff.ts';

const presets = ['public', 'site', 'admin', 'trusted'] as const;
type Choice = (typeof presets)[number] | 'own';

/** Of an API token alone: no person has them. */
const doors: readonly Scope[] = ['signin:auth', 'signup:auth', 'signin:provider'];

/** What the caller may hand on: what they have themselves, and the doors. */
function givable(): Scope[] {
  return [...((session.value?.scopes ?? []) as Scope[]), ...doors];
}

function Permits({ choice, problem }: { choice: Choice; problem: string | undefined }) {
  const { tokens } = staff.value;
  if (choice !== 'own') return null;
  return (
    <fieldset class="field">
      <legend class="field__label">{tokens.scopes}</legend>
      <div class="admin__ticks admin__ticks--short">
        {givable().map((scope) => (
          <label key={scope} class="tick">
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              {...(problem !== undefined && { 'aria-invalid': true })}
            />
            {scope}
          </label>
        ))}
      </div>
      {problem !== undefined && <p class="field__problem">{problem}</p>}
    </fieldset>
  );
}

/** `https://issuer audience`, one a line; `undefined` where a line is something else. */
export function issuersOf(text: string): NonNullable<NewToken['issuers']> | undefined {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const pairs = lines.map((line) => {
    const [iss = '', aud = '', ...rest] = line.split(/\s+/u);
    return rest.length === 0 && aud !== '' && iss.startsWith('https://') && URL.canParse(iss) ? { iss, aud } : undefined;
  });
  return pairs.every((pair) => pair !== undefined) ? pairs : undefined;
}

async function copy(text: string, said: { value: string }): Promise<void> {
  const { tokens } = staff.peek();
  try {
    await navigator.clipboard.writeText(text);
    said.value = tokens.copied;
  } catch {
    said.value = tokens.copy_failed;
  }
}

async function showSecret({ name, token }: MadeToken): Promise<void> {
  const { tokens } = staff.peek();
  const said = signal('');
  const node = document.createElement('div');
  function Secret() {
    return (
      <div class="dialog-form">
        <p>{tokens.made_detail}</p>
        <div class="secret">
          <TextField
            name="token"
            label={tokens.secret}
            value={token}
            readOnly
            onFocus={(event) => event.currentTarget.select()}
          />
          <button type="button" class="button" onClick={() => void copy(token, said)}>
            <Copy size={16} aria-hidden="true" />
            {tokens.copy}
          </button>
        </div>
        <p role="status">{said.value}</p>
      </div>
    );
  }
  render(<Secret />, node);
  const field = node.querySelector('input');
  await dialog(
    { title: fill(tokens.made_title, { name }), confirm: tokens.kept, only: true },
    { content: node, ...(field && { focus: field }) },
  );
  render(null, node);
}

export async function makeToken(onMade: (made: ApiToken) => void): Promise<void> {
  const { tokens } = staff.peek();
  const choice = signal<Choice>('public');
  let made: MadeToken | undefined;
  await formDialog(
    { title: tokens.add, confirm: tokens.create },
    {
      fields: (problems) => (
        <>
          <TextField
            name="name"
            label={tokens.name}
            hint={tokens.name_hint}
            problem={problems.name}
            autocomplete="off"
          />
          <label class="field">
            <span class="field__label">{tokens.permits}</span>
            <span class="select select--wide">
              <select
                name="preset"
                value={choice.value}
                onChange={(event) => (choice.value = event.currentTarget.value as Choice)}
              >
                {[...presets, 'own' as const].map((value) => (
                  <option key={value} value={value}>
                    {tokens.presets[value]}
                  </option>
                ))}
              </select>
              <ChevronDown size={18} aria-hidden="true" />
            </span>
          </label>
          <Permits choice={choice.value} problem={problems.scopes} />
          <TextField
            name="expires_in_days"
            label={tokens.days}
            hint={tokens.days_hint}
            problem={problems.expires_in_days}
            inputMode="numeric"
            autocomplete="off"
          />
          <TextArea
            name="issuers"
            label={tokens.issuers}
            hint={tokens.issuers_hint}
            problem={problems.issuers}
            rows={2}
            autocomplete="off"
            spellcheck={false}
          />
        </>
      ),
      check(form) {
        const { fields } = words.peek();
        const none = choice.peek() === 'own' && form.getAll('scopes').length === 0;
        return {
          name: textOf(form, 'name').trim() === '' ? fields.required : undefined,
          scopes: none ? tokens.scopes_needed : undefined,
          expires_in_days: /^\d*$/.test(textOf(form, 'expires_in_days').trim())
            ? undefined
            : fields.invalid_format,
          issuers: issuersOf(textOf(form, 'issuers')) ? undefined : tokens.issuers_wrong,
        };
      },
      async send(form) {
        const days = textOf(form, 'expires_in_days').trim();
        const chosen = choice.peek();
        const issuers = issuersOf(textOf(form, 'issuers')) ?? [];
        const scopes: NewToken['scopes'] =
          chosen === 'own' ? (form.getAll('scopes') as Scope[]) : chosen;
        made = await staffApi.makeToken({
          name: textOf(form, 'name').trim(),
          scopes,
          ...(days !== '' && { expires_in_days: Number(days) }),
          ...(issuers.length > 0 && { issuers }),
        });
      },
    },
  );
  if (!made) return;
  const { token, ...listed } = made;
  onMade(listed);
  await showSecret(made);
}
