/** Whether a film of a file is one that the server takes, by the bounds that its own document states. */
import type { FieldError, MovieDraft } from '../../api/types.ts';
import { lettersIn } from '../../ui/letters.ts';
import { draftBounds } from '../film-draft.ts';
import type { Schema } from '../reference.ts';

type Fault = FieldError['code'];
export type RowProblem = Pick<FieldError, 'field' | 'code'>;

export interface Checked {
  draft: MovieDraft;
  problems: RowProblem[];
  /** Members that no film has. */
  ignored: string[];
}

/** Empty texts and lists are as good as none. */
function tidied(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (!Array.isArray(value)) return value ?? undefined;
  const items = value.map(tidied).filter((item) => item !== undefined);
  return items.length === 0 ? undefined : [...new Set(items)];
}

function faultOf(value: unknown, schema: Schema): Fault | undefined {
  const { minLength = 0, maxLength = Infinity, minimum = -Infinity, maximum = Infinity, maxItems = Infinity } = schema;
  switch (schema.type) {
    case 'integer':
      if (!Number.isInteger(value)) return 'invalid_type';
      if ((value as number) < minimum) return 'too_small';
      return (value as number) > maximum ? 'too_large' : undefined;
    case 'array': {
      if (!Array.isArray(value)) return 'invalid_type';
      if (value.length > maxItems) return 'too_many';
      const { items } = schema;
      return items && value.map((item) => faultOf(item, items)).find((fault) => fault !== undefined);
    }
    default:
      if (typeof value !== 'string') return 'invalid_type';
      if (lettersIn(value) < minLength) return 'too_short';
      if (lettersIn(value) > maxLength) return 'too_long';
      if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) return 'invalid_format';
      return schema.format === 'uri' && !URL.canParse(value) ? 'invalid_format' : undefined;
  }
}

/** `schema`: of the body that creates a film. */
export function checkFilm(film: Record<string, unknown>, schema: Schema, now = new Date()): Checked {
  const { properties = {}, required = [] } = schema;
  const draft: Record<string, unknown> = {};
  const problems: RowProblem[] = [];
  for (const [field, member] of Object.entries(properties)) {
    const value = tidied(film[field]);
    if (value === undefined) {
      if (required.includes(field)) problems.push({ field, code: 'required' });
      continue;
    }
    draft[field] = value;
    const code = faultOf(value, member);
    if (code) problems.push({ field, code });
  }
  // The document cannot state a bound that moves with the calendar.
  if (typeof draft.year === 'number' && draft.year > draftBounds(now).year.max) {
    problems.push({ field: 'year', code: 'too_large' });
  }
  const ignored = Object.keys(film).filter((field) => !(field in properties));
  return { draft: draft as MovieDraft, problems, ignored };
}
