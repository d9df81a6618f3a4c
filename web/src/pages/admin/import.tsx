/** Films out of a file: read and checked here, then created one by one. */
import '../import.css';
import { FileUp, Pause, Play } from 'lucide-preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { siteFile } from '../../api/client.ts';
import { NetworkError, ProblemError } from '../../api/errors.ts';
import { staffApi } from '../../api/staff.ts';
import { forgetLists } from '../../state/catalogue.ts';
import { readFilms, UnreadableFile, type FilmFile } from '../../state/film-import/read.ts';
import { createRun, type Run } from '../../state/film-import/run.ts';
import { filmSchema, type ApiDocument } from '../../state/reference.ts';
import { online } from '../../state/online.ts';
import { RowProblems } from '../../widgets/row-problems.tsx';
import { messageOf } from '../../words/failure.ts';
import { count, fill, number } from '../../words/index.ts';
import { staff } from '../../words/staff.ts';

const kinds = '.json,.jsonl,.ndjson,.csv,application/json,text/csv';
const wait = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));

function Choose({ again, onFile }: { again: boolean; onFile: (file: File) => void }) {
  const text = staff.value.import;
  const [over, setOver] = useState(false);
  return (
    <label
      class={over ? 'drop drop--over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer?.files ?? [];
        if (file) onFile(file);
      }}
    >
      <FileUp size={24} aria-hidden="true" />
      <span class="drop__words">
        <b>{again ? text.other : text.choose}</b> {text.drop}
      </span>
      <input
        type="file"
        class="unseen"
        accept={kinds}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
    </label>
  );
}

function Setback({ run }: { run: Run }) {
  const text = staff.value.import;
  const error = run.setback.value;
  const lost = error instanceof NetworkError;
  const isOnline = online.value;
  useEffect(() => {
    if (!lost) return;
    // The browser does not always notice: it is tried again in any case, and stops again by itself.
    const timer = setTimeout(() => void run.run(), isOnline ? 3000 : 15_000);
    return () => clearTimeout(timer);
  }, [lost, isOnline, run]);
  return (
    <p class="import__setback" role="alert">
      {lost ? text.lost : error === undefined ? text.paused : fill(text.stopped, { why: messageOf(error) })}
    </p>
  );
}

function Progress({ run }: { run: Run }) {
  const text = staff.value.import;
  const phase = run.phase.value;
  const tallies = [
    count(text.created, run.created.value),
    ...(run.known.value > 0 ? [count(text.known, run.known.value)] : []),
    ...(run.refused.value.length > 0 ? [count(text.refused, run.refused.value.length)] : []),
  ];
  useEffect(() => {
    if (phase === 'finished') forgetLists();
  }, [phase]);
  return (
    <section class="import__run" aria-label={text.progress_label}>
      {phase === 'finished' && <h3>{text.finished}</h3>}
      <div class="import__bar">
        <progress max={run.total} value={run.done.value} aria-label={text.progress_label} />
        <span>{fill(text.progress, { done: number(run.done.value), total: number(run.total) })}</span>
      </div>
      <p role="status">{phase === 'running' ? '' : tallies.join(', ')}</p>
      {phase === 'paused' && <Setback run={run} />}
      <div class="admin__end import__acts">
        {phase === 'running' && (
          <button type="button" class="button" onClick={run.pause}>
            <Pause size={16} aria-hidden="true" />
            {text.pause}
          </button>
        )}
        {phase === 'paused' && (
          <button type="button" class="button button--lit" onClick={() => void run.run()}>
            <Play size={16} aria-hidden="true" />
            {text.resume}
          </button>
        )}
        {phase === 'finished' && (
          <Link href="/admin/films" class="button button--lit">
            {text.see}
          </Link>
        )}
      </div>
      <RowProblems rows={run.refused.value.map(({ row, error }) => ({ ...row, problems: error.errors, error }))} />
    </section>
  );
}

function Chosen({ file }: { file: FilmFile }) {
  const text = staff.value.import;
  const ready = useMemo(() => file.rows.filter(({ problems }) => problems.length === 0), [file]);
  const faulty = file.rows.filter(({ problems }) => problems.length > 0);
  const run = useMemo(() => createRun(ready, { create: staffApi.importMovie, wait }), [ready]);
  // Whoever leaves the page does not go on importing.
  useEffect(() => run.pause, [run]);
  const begun = run.phase.value !== 'ready';
  return (
    <>
      <section class="import__file" aria-label={file.name}>
        <p class="import__name">{file.name}</p>
        <p>
          {count(text.ready, ready.length)}
          {faulty.length > 0 && ` · ${count(text.faulty, faulty.length)}`}
        </p>
        {file.ignored.length > 0 && <p>{fill(text.ignored, { names: file.ignored.join(', ') })}</p>}
        {!begun && ready.length > 0 && (
          <button type="button" class="button button--lit" onClick={() => void run.run()}>
            {count(text.start, ready.length)}
          </button>
        )}
      </section>
      {begun && <Progress run={run} />}
      <RowProblems rows={faulty} />
    </>
  );
}

export function ImportFilms() {
  const text = staff.value.import;
  const [file, setFile] = useState<FilmFile>();
  const [failure, setFailure] = useState<string>();

  async function read(chosen: File): Promise<void> {
    setFailure(undefined);
    setFile(undefined);
    try {
      const [words, document] = await Promise.all([chosen.text(), siteFile<ApiDocument>('/openapi.json')]);
      setFile(readFilms(chosen.name, words, filmSchema(document)));
    } catch (error) {
      const ours = error instanceof NetworkError || error instanceof ProblemError;
      setFailure(error instanceof UnreadableFile || !ours ? text.unreadable : messageOf(error));
    }
  }

  return (
    <div class="import">
      <h2>{text.heading}</h2>
      <p class="admin__lead">{text.intro}</p>
      <Choose again={file !== undefined} onFile={(chosen) => void read(chosen)} />
      {failure !== undefined && (
        <p class="field__problem" role="alert">
          {failure}
        </p>
      )}
      {file && <Chosen key={`${file.name} ${file.rows.length}`} file={file} />}
    </div>
  );
}
