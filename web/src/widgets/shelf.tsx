/** Films in one row that is pushed along: with a finger, the wheel, the keys, or the two buttons. */
import './shelf.css';
import { ArrowRight, ChevronLeft, ChevronRight } from 'lucide-preact';
import { useRef } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { hidden } from '../state/films.ts';
import type { Pages } from '../state/pages.ts';
import { Failure } from '../ui/state.tsx';
import { fill, words } from '../words/index.ts';
import { FilmCard, FilmCardBone } from './film-card.tsx';

const bones = Array.from({ length: 8 }, (_, at) => <FilmCardBone key={at} />);

export function Shelf(props: {
  heading: string;
  /** Where all of them are. */
  href: string;
  films: Pages<string>;
  /** What already stands elsewhere on the page. */
  without?: string | undefined;
}) {
  const { heading, href, films, without } = props;
  const { home } = words.value;
  const row = useRef<HTMLUListElement>(null);
  const ids = films.items.value.filter((id) => id !== without && !hidden.value.has(id));
  const push = (way: number) => row.current?.scrollBy({ left: way * row.current.clientWidth * 0.9, behavior: 'smooth' });
  return (
    <section class="shelf" aria-label={heading}>
      <header class="shelf__head">
        <h2>{heading}</h2>
        <Link href={href} class="shelf__all" aria-label={fill(home.all_of, { name: heading })}>
          {home.all}
          <ArrowRight size={16} aria-hidden="true" />
        </Link>
        <span class="shelf__push">
          <button
            type="button"
            class="icon-button"
            aria-label={fill(home.back, { name: heading })}
            onClick={() => push(-1)}
          >
            <ChevronLeft size={20} aria-hidden="true" />
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label={fill(home.on, { name: heading })}
            onClick={() => push(1)}
          >
            <ChevronRight size={20} aria-hidden="true" />
          </button>
        </span>
      </header>
      {films.status.value === 'error' ? (
        <Failure error={films.failure.value} retry={() => void films.loadMore()} />
      ) : (
        <ul class="shelf__row" ref={row} aria-busy={films.status.value === 'loading'}>
          {ids.map((id) => (
            <FilmCard key={id} id={id} eager={false} />
          ))}
          {ids.length === 0 && films.status.value === 'loading' && bones}
        </ul>
      )}
    </section>
  );
}
