import { ChevronDown, CircleAlert } from 'lucide-preact';
import { useId } from 'preact/hooks';
import type { Reason } from '../api/types.ts';

/** A full-width select that begins with nothing chosen. */
export function ReasonSelect(props: {
  label: string;
  choose: string;
  value: Reason | '';
  problem: string | undefined;
  options: readonly { value: Reason; label: string }[];
  onChange: (value: Reason) => void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {props.label}
      </label>
      <span class="select select--wide">
        <select
          id={id}
          name="reason"
          value={props.value}
          {...(props.problem !== undefined && {
            'aria-invalid': true,
            'aria-describedby': `${id}-problem`,
          })}
          onChange={(event) => props.onChange(event.currentTarget.value as Reason)}
        >
          <option value="" disabled>
            {props.choose}
          </option>
          {props.options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <ChevronDown size={18} aria-hidden="true" />
      </span>
      {props.problem !== undefined && (
        <div class="field__below">
          <span class="field__problem" id={`${id}-problem`}>
            <CircleAlert size={16} aria-hidden="true" />
            {props.problem}
          </span>
        </div>
      )}
    </div>
  );
}
