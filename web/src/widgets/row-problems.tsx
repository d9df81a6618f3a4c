/** Films of a file that cannot be imported, each with what is wrong with it. */
import type { ProblemError } from '../api/errors.ts';
import { draftBounds } from '../state/film-draft.ts';
import type { Row } from '../state/film-import/read.ts';
import { fieldMessages, messageOf } from '../words/failure.ts';
import { count, fill, number } from '../words/index.ts';
import { staff } from '../words/staff.ts';

/** More than anybody reads before correcting the file. */
const shownMost = 100;

export function RowProblems({ rows }: { rows: readonly (Row & { error?: ProblemError })[] }) {
  const { import: text, films } = staff.value;
  if (rows.length === 0) return null;
  const names: Partial<Record<string, string>> = films;
  return (
    <section class="import__problems" aria-label={text.problems}>
      <h3>{text.problems}</h3>
      <ul>
        {rows.slice(0, shownMost).map(({ line, draft, problems, error }) => {
          const said = Object.entries(fieldMessages(problems, draftBounds()));
          return (
            <li key={line}>
              <span class="import__line">{fill(text.line, { line: number(line) })}</span>
              <span class="import__title">{draft.title === '' ? text.untitled : (draft.title as string | undefined) ?? text.untitled}</span>
              <ul class="import__faults">
                {said.map(([field, message]) => (
                  <li key={field}>
                    {names[field] === undefined ? message : `${names[field]}: ${message}`}
                  </li>
                ))}
                {said.length === 0 && error && <li>{messageOf(error)}</li>}
              </ul>
            </li>
          );
        })}
      </ul>
      {rows.length > shownMost && <p>{count(text.more, rows.length - shownMost)}</p>}
    </section>
  );
}
