/** What people here gave a film, and what the viewer gives it. */
import './rating.css';
import type { Signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { KnownFilm } from '../state/films.ts';
import { rateFilm } from '../state/ratings.ts';
import { count, fill, number, words } from '../words/index.ts';
import { outOfFive } from './film-card.tsx';
import { withAccount } from './gate.ts';
import { starsSaid, StarsInput } from './stars.tsx';

/** A key held down passes many scores; the one it rests on is meant. */
const restMs = 350;

function Histogram({ histogram }: { histogram: readonly number[] }) {
  const { rating } = words.value;
  const most = Math.max(1, ...histogram);
  return (
    <ul class="histogram" aria-label={rating.histogram}>
      {histogram.map((n, at) => {
        const said = fill(count(rating.bar, n), { stars: number((at + 1) / 2) });
        return (
          <li key={at} title={said}>
            <span class="unseen">{said}</span>
            <span
              class="histogram__bar"
              style={{ transform: `scaleY(${Math.max(n / most, n > 0 ? 0.06 : 0)})` }}
            />
          </li>
        );
      })}
    </ul>
  );
}

function Yours({ film }: { film: Signal<KnownFilm> }) {
  const { rating } = words.value;
  const { id, mine } = film.value;
  const given = mine?.rating ?? 0;
  const [resting, setResting] = useState<number>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);

  function rate(score: number): void {
    clearTimeout(timer.current);
    setResting(undefined);
    if (score === given) return;
    const act = () => rateFilm(film, score === 0 ? undefined : score);
    void withAccount(score === 0 ? undefined : { kind: 'rate', movieId: id, score }, act);
  }

  function step(score: number): void {
    clearTimeout(timer.current);
    setResting(score);
    timer.current = setTimeout(() => rate(score), restMs);
  }

  const shown = resting ?? given;
  return (
    <div class="rating__yours">
      <span class="rating__label">{rating.yours}</span>
      <StarsInput label={rating.yours} score={shown} onRate={rate} onStep={step} />
      <span class="rating__said">
        <span aria-hidden="true">{shown === 0 ? rating.none : starsSaid(shown)}</span>
        {given > 0 && (
          <button
            type="button"
            class="rating__clear"
            aria-label={rating.clear_label}
            onClick={() => rate(0)}
          >
            {rating.clear}
          </button>
        )}
      </span>
    </div>
  );
}

export function RatingPanel({ film }: { film: Signal<KnownFilm> }) {
  const { rating, film: text } = words.value;
  const { average, count: votes, histogram = [] } = film.value.rating;
  return (
    <section class="rating" aria-label={rating.heading}>
      <Yours film={film} />
      {average === undefined || votes === 0 ? (
        <p class="rating__empty">{rating.empty}</p>
      ) : (
        <div class="rating__all">
          <p class="rating__average">
            <span class="unseen">{rating.average}: </span>
            <b>{outOfFive(average)}</b>
            <span class="rating__votes">{count(text.votes, votes)}</span>
          </p>
          <Histogram histogram={histogram} />
        </div>
      )}
    </section>
  );
}
