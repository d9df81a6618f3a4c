/** A labelled input with its hint, its problem and, for texts, what room is left. */
import './field.css';
import { ChevronDown, CircleAlert, Eye, EyeOff } from 'lucide-preact';
import type { ComponentChildren, InputHTMLAttributes, TextareaHTMLAttributes } from 'preact';
import { useId, useState } from 'preact/hooks';
import { words } from '../words/index.ts';

interface Described {
  label: string;
  hint?: ComponentChildren;
  problem?: string | undefined;
}

function useDescription({ hint, problem }: Omit<Described, 'label'>) {
  const id = useId();
  const describedBy = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(' ');
  const attributes = {
    id,
    ...(describedBy !== '' && { 'aria-describedby': describedBy }),
    ...(problem !== undefined && { 'aria-invalid': true as const }),
  };
  const below = (problem !== undefined || hint !== undefined) && (
    <div class="field__below">
      {problem !== undefined && (
        <span class="field__problem" id={`${id}-problem`}>
          <CircleAlert size={16} aria-hidden="true" />
          {problem}
        </span>
      )}
      {hint !== undefined && <span id={`${id}-hint`}>{hint}</span>}
    </div>
  );
  return { id, attributes, below };
}

export function TextField(
  props: Described & Omit<InputHTMLAttributes, 'label'> & { name: string },
) {
  const { label, hint, problem, ...input } = props;
  const { id, attributes, below } = useDescription({ hint, problem });
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {label}
      </label>
      <input class="field__input" {...attributes} {...input} />
      {below}
    </div>
  );
}

export function PasswordField(
  props: Described & Omit<InputHTMLAttributes, 'label' | 'type'> & { name: string },
) {
  const { label, hint, problem, ...input } = props;
  const [shown, show] = useState(false);
  const { id, attributes, below } = useDescription({ hint, problem });
  const { show_password, hide_password } = words.value.account;
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {label}
      </label>
      <div class="password">
        <input class="field__input" {...attributes} {...input} type={shown ? 'text' : 'password'} />
        <button
          type="button"
          class="icon-button password__eye"
          aria-label={shown ? hide_password : show_password}
          aria-controls={id}
          onClick={() => show(!shown)}
        >
          {shown ? <EyeOff size={18} aria-hidden="true" /> : <Eye size={18} aria-hidden="true" />}
        </button>
      </div>
      {below}
    </div>
  );
}

export function TextArea(
  props: Described & Omit<TextareaHTMLAttributes, 'label'> & { name: string },
) {
  const { label, hint, problem, ...input } = props;
  const { id, attributes, below } = useDescription({ hint, problem });
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {label}
      </label>
      <textarea class="field__input" {...attributes} {...input} />
      {below}
    </div>
  );
}

export function Select<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}) {
  return (
    <span class="select">
      <select
        aria-label={props.label}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value as T)}
      >
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown size={16} aria-hidden="true" />
    </span>
  );
}

export function Segments<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset class="segments">
      <legend class="unseen">{props.label}</legend>
      {props.options.map(({ value, label }) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === props.value}
            onChange={() => props.onChange(value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
