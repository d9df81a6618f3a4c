/** Finds films while one types. `/` jumps here from anywhere on the page. */
import './search-box.css';
import { Search, X } from 'lucide-preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { api } from '../api/endpoints.ts';
import type { MovieCard } from '../api/types.ts';
import { bounds } from '../state/config.ts';
import { filtersOf, searchOf } from '../state/catalogue.ts';
import { hidden, rememberFilm } from '../state/films.ts';
import { go, useSearch } from '../ui/navigation.ts';
import { messageOf } from '../words/failure.ts';
import { count, fill, words } from '../words/index.ts';
import { Poster } from './poster.tsx';

const shown = 6;
/** Long enough that a quick typist asks once, short enough to feel live. */
const pauseMs = 120;

type Found = { q: string; films: MovieCard[] } | { q: string; problem: string };

/** Elements that want the `/` for themselves. */
const writes = (element: Element | null) =>
  element instanceof HTMLElement &&
  (element.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName));

export function focusSearch(): void {
  const box = document.querySelector<HTMLInputElement>('#search');
  box?.focus();
  box?.select();
}

function useFound(text: string): Found | undefined {
  const [found, setFound] = useState<Found>();
  const q = text.trim();
  useEffect(() => {
    if (q === '') {
      setFound(undefined);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      api
        .movies({ q, limit: shown }, abort.signal)
        .then(({ items }) => {
          for (const film of items) rememberFilm(film);
          setFound({ q, films: items });
        })
        .catch((error: unknown) => {
          if (!abort.signal.aborted) setFound({ q, problem: messageOf(error) });
        });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [q]);
  return found;
}

export function SearchBox() {
  const { search } = words.value;
  const address = useSearch();
  const [path] = useLocation();
  const [text, setText] = useState(() => filtersOf(address).q);
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const id = useId();
  const found = useFound(open ? text : '');
  // A choice among other results is none among these.
  const [choice, setChoice] = useState<{ of: Found | undefined; at: number }>();
  const active = choice?.of === found ? (choice?.at ?? -1) : -1;
  const setActive = (at: number) => setChoice({ of: found, at });

  // The address is the truth: going back shows what was searched there.
  useEffect(() => setText(filtersOf(address).q), [path, address]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || writes(document.activeElement)) return;
      event.preventDefault();
      focusSearch();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  const q = text.trim();
  const films =
    found && 'films' in found ? found.films.filter((film) => !hidden.value.has(film.id)) : [];
  const listed = open && q !== '' && found !== undefined;
  // After the films stands one more entry: all results.
  const last = films.length;

  function close(): void {
    setOpen(false);
    setActive(-1);
  }

  function seeAll(): void {
    close();
    box.current?.blur();
    go(`/${searchOf({ q, genre: '', decade: undefined, sort: undefined })}`);
  }

  function choose(at: number): void {
    const film = films[at];
    if (!film) {
      seeAll();
      return;
    }
    close();
    box.current?.blur();
    setText('');
    go(`/films/${film.id}`);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      // Round and round, with "nothing chosen" between the ends.
      if (listed) setActive(((active + 1 + step + last + 2) % (last + 2)) - 1);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (active >= 0) choose(active);
      else seeAll();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (listed) close();
      else if (text !== '') setText('');
      else box.current?.blur();
    }
  }

  const option = (at: number) => ({
    id: `${id}-${at}`,
    role: 'option' as const,
    'aria-selected': active === at,
    class: 'search-hit',
    // Before the input loses its focus and the list goes.
    onMouseDown: (event: MouseEvent) => event.preventDefault(),
    onClick: () => choose(at),
    onMouseMove: () => setActive(at),
  });

  return (
    <search class="search" onFocusOut={(event) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) close();
    }}>
      <Search size={18} class="search__glass" aria-hidden="true" />
      <input
        ref={box}
        id="search"
        class="search__input"
        type="search"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        enterkeyhint="search"
        aria-label={search.label}
        aria-expanded={listed}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(active >= 0 && { 'aria-activedescendant': `${id}-${active}` })}
        placeholder={search.placeholder}
        maxLength={bounds.value.search.max}
        value={text}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
      />
      {text === '' ? (
        <kbd class="search__key" aria-hidden="true">/</kbd>
      ) : (
        <button
          type="button"
          class="icon-button search__clear"
          aria-label={search.clear}
          onClick={() => {
            setText('');
            box.current?.focus();
            if (filtersOf(address).q !== '') go('/');
          }}
        >
          <X size={16} aria-hidden="true" />
        </button>
      )}
      {listed && (
        <div class="search-list">
          <div id={`${id}-list`} role="listbox" aria-label={search.label}>
            {films.map((film, at) => (
              <div key={film.id} {...option(at)}>
                <span class="search-hit__poster">
                  <Poster film={film} />
                </span>
                <span class="search-hit__words">
                  <span class="search-hit__title">{film.title}</span>
                  <span class="search-hit__facts">
                    {[film.year, film.directors.join(', ')].filter(Boolean).join(' \u00a0·\u00a0 ')}
                  </span>
                </span>
              </div>
            ))}
            {films.length > 0 && (
              <div {...option(last)} class="search-hit search-hit--all">
                {fill(search.all, { q })}
              </div>
            )}
          </div>
          {films.length === 0 && (
            <p class="search-list__none">
              {'problem' in found ? found.problem : fill(search.none, { q: found.q })}
            </p>
          )}
        </div>
      )}
      <span class="unseen" role="status">
        {listed && films.length > 0 ? count(search.found, films.length) : ''}
      </span>
    </search>
  );
}
