/** A film's members in a form, to add one or to change one. */
import { CircleAlert } from 'lucide-preact';
import { useRef, useState } from 'preact/hooks';
import { staffApi } from '../../api/staff.ts';
import { ProblemError } from '../../api/errors.ts';
import type { Movie } from '../../api/types.ts';
import { forgetLists } from '../../state/catalogue.ts';
import { draftBounds, draftOf, textsOf, unreadable, type FilmTexts } from '../../state/film-draft.ts';
import { rememberFilm } from '../../state/films.ts';
import { createSubmission } from '../../state/submission.ts';
import { go } from '../../ui/navigation.ts';
import { useResource } from '../../ui/resource.ts';
import { Failure } from '../../ui/state.tsx';
import { note } from '../../ui/toast.tsx';
import { stated, type FieldProblems } from '../../widgets/account-form.tsx';
import { askToSignIn } from '../../widgets/gate.ts';
import { fieldMessages, messageOf } from '../../words/failure.ts';
import { fill, words } from '../../words/index.ts';
import { staff } from '../../words/staff.ts';
import { Missing } from '../missing.tsx';
import { FilmFields } from './film-fields.tsx';

function problemsOf(texts: FilmTexts): FieldProblems {
  const { fields } = words.peek();
  return stated({
    title: texts.title.trim() === '' ? fields.required : undefined,
    ...Object.fromEntries(unreadable(texts).map((field) => [field, fields.invalid_format])),
  });
}

function Editor(props: {
  heading: string;
  submit: string;
  film: Partial<Movie>;
  /** `over`: also over what somebody else wrote meanwhile. */
  save: (texts: FilmTexts, over: boolean) => Promise<void>;
  reload?: () => void;
}) {
  const { films } = staff.value;
  const [texts, setTexts] = useState(() => textsOf(props.film));
  const [problems, setProblems] = useState<FieldProblems>({});
  const [failure, setFailure] = useState<string>();
  const [stale, setStale] = useState(false);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  function mark(found: FieldProblems): void {
    setProblems(found);
    // After the marks have been drawn.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  async function submit(over: boolean): Promise<void> {
    if (busy) return;
    const found = problemsOf(texts);
    mark(found);
    setFailure(undefined);
    setStale(false);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await props.save(texts, over);
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) await askToSignIn();
      else if (error instanceof ProblemError && error.status === 412) setStale(true);
      else if (error instanceof ProblemError && error.errors.length > 0) {
        mark(fieldMessages(error.errors, draftBounds()));
      } else setFailure(messageOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      ref={form}
      class="admin__form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit(false);
      }}
    >
      <h2>{props.heading}</h2>
      <FilmFields
        texts={texts}
        problems={problems}
        onChange={(field, value) => {
          const { [field]: settled, ...rest } = problems;
          if (settled !== undefined) setProblems(rest);
          setTexts({ ...texts, [field]: value });
        }}
      />
      {stale && (
        <div class="admin__stale" role="alert">
          <p>{films.stale}</p>
          <button type="button" class="button" onClick={props.reload}>
            {films.stale_theirs}
          </button>
          <button type="button" class="button" onClick={() => void submit(true)}>
            {films.stale_mine}
          </button>
        </div>
      )}
      {failure !== undefined && (
        <p class="field__problem" role="alert">
          <CircleAlert size={16} aria-hidden="true" />
          {failure}
        </p>
      )}
      <div class="admin__end">
        <button type="button" class="button button--bare" onClick={() => go('/admin/films')}>
          {words.value.site.cancel}
        </button>
        <button type="submit" class="button button--lit" aria-busy={busy}>
          {props.submit}
        </button>
      </div>
    </form>
  );
}

function settle(film: Movie, said: string): void {
  rememberFilm(film);
  forgetLists();
  note(fill(said, { title: film.title }));
  go(`/films/${film.id}`);
}

export function NewFilm() {
  const { films } = staff.value;
  const submission = useRef(createSubmission());
  return (
    <Editor
      heading={films.new_heading}
      submit={films.create}
      film={{}}
      save={async (texts) => {
        const draft = draftOf(texts);
        settle(await staffApi.createMovie(draft, submission.current.keyFor(draft)), films.created);
      }}
    />
  );
}

export function EditFilm({ id }: { id: string }) {
  const { films } = staff.value;
  const [answer, reload] = useResource(id, () => staffApi.movieToEdit(id));
  if (answer.status === 'loading') return <div class="admin__form-bone bone" aria-hidden="true" />;
  if (answer.status === 'error') {
    const gone = answer.error instanceof ProblemError && answer.error.status === 404;
    return gone ? <Missing film /> : <Failure error={answer.error} retry={reload} />;
  }
  const { movie, etag } = answer.value;
  return (
    <Editor
      key={etag}
      heading={films.edit_heading}
      submit={films.save}
      film={movie}
      reload={reload}
      save={async (texts, over) => {
        const saved = await staffApi.replaceMovie(id, draftOf(texts), over ? undefined : etag);
        settle(saved, films.saved);
      }}
    />
  );
}
