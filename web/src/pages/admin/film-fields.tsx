/** The fields of a film's form, each with what is wrong with it. */
import { useEffect } from 'preact/hooks';
import { draftBounds, listFields, urlFields, type FilmTexts } from '../../state/film-draft.ts';
import { askGenres, genres } from '../../state/genres.ts';
import { TextArea, TextField } from '../../ui/field.tsx';
import type { FieldProblems } from '../../widgets/account-form.tsx';
import { genreName, words } from '../../words/index.ts';
import { staff } from '../../words/staff.ts';

interface Props {
  texts: FilmTexts;
  problems: FieldProblems;
  onChange: <K extends keyof FilmTexts>(field: K, value: FilmTexts[K]) => void;
}

function Genres({ texts, problems, onChange }: Props) {
  const { films } = staff.value;
  useEffect(() => void askGenres(), []);
  const known = [
    ...Object.keys(words.value.genres),
    ...(genres.value ?? []).map(({ genre }) => genre),
    ...texts.genres,
  ];
  const toggle = (genre: string, on: boolean) =>
    onChange('genres', on ? [...texts.genres, genre] : texts.genres.filter((one) => one !== genre));
  return (
    <fieldset class="field">
      <legend class="field__label">{films.genres}</legend>
      <div class="admin__ticks">
        {[...new Set(known)].map((genre) => (
          <label key={genre} class="tick">
            <input
              type="checkbox"
              name="genres"
              checked={texts.genres.includes(genre)}
              {...(problems.genres !== undefined && { 'aria-invalid': true })}
              onChange={(event) => toggle(genre, event.currentTarget.checked)}
            />
            {genreName(genre)}
          </label>
        ))}
      </div>
      {problems.genres !== undefined && <p class="field__problem">{problems.genres}</p>}
    </fieldset>
  );
}

export function FilmFields(props: Props) {
  const { films } = staff.value;
  const { texts, problems, onChange } = props;
  const { year, duration_minutes } = draftBounds();
  const range = (bound: { min: number; max: number }) => `${bound.min}–${bound.max}`;
  const field = (name: Exclude<keyof FilmTexts, 'genres'>) => ({
    name,
    label: films[name],
    value: texts[name],
    problem: problems[name],
    onInput: (event: { currentTarget: { value: string } }) =>
      onChange(name, event.currentTarget.value),
  });
  return (
    <>
      <TextField {...field('title')} autocomplete="off" required />
      <TextField {...field('original_title')} autocomplete="off" />
      <div class="admin__three">
        <TextField {...field('year')} inputMode="numeric" hint={range(year)} autocomplete="off" />
        <TextField
          {...field('duration_minutes')}
          inputMode="numeric"
          hint={range(duration_minutes)}
          autocomplete="off"
        />
        <TextField {...field('content_rating')} hint={films.content_rating_hint} autocomplete="off" />
      </div>
      <TextArea {...field('description')} rows={6} />
      <Genres {...props} />
      <div class="admin__three">
        {listFields.map((name) => (
          <TextArea key={name} {...field(name)} rows={5} hint={films.each_line} />
        ))}
      </div>
      {urlFields.map((name) => (
        <TextField
          key={name}
          {...field(name)}
          type="url"
          hint={films.url_hint}
          autocomplete="off"
          spellcheck={false}
        />
      ))}
    </>
  );
}
