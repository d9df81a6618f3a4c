/** Five stars in halves, to look at or to give: a slider for keyboards and screen readers, stars for the pointer. */
import './stars.css';
import { Star } from 'lucide-preact';
import { useRef, useState } from 'preact/hooks';
import { scores } from '../state/ratings.ts';
import { fill, number, words } from '../words/index.ts';

const row = [0, 1, 2, 3, 4].map((at) => <Star key={at} aria-hidden="true" />);

/** `score` of ten, as stars of five. */
export function starsSaid(score: number): string {
  const { rating } = words.value;
  return score === 0 ? rating.none : fill(rating.stars, { stars: number(score / 2) });
}

function Row({ score }: { score: number }) {
  return (
    <span class="stars" aria-hidden="true">
      <span class="stars__row">{row}</span>
      <span class="stars__row stars__row--lit" style={{ width: `${(score / scores) * 100}%` }}>
        {row}
      </span>
    </span>
  );
}

/** 0 is no score. `onRate` hears of a choice, `onStep` of each step on the way to one. */
export function StarsInput(props: {
  label: string;
  score: number;
  onRate: (score: number) => void;
  onStep: (score: number) => void;
}) {
  const [passing, setPassing] = useState<number>();
  const area = useRef<HTMLSpanElement>(null);
  const shown = passing ?? props.score;

  function under(event: MouseEvent): number {
    const box = area.current?.getBoundingClientRect();
    if (!box) return props.score;
    const part = (event.clientX - box.left) / box.width;
    return Math.min(scores, Math.max(1, Math.ceil(part * scores)));
  }

  return (
    <span
      ref={area}
      class="stars-input"
      onPointerMove={(event) => setPassing(under(event))}
      onPointerLeave={() => setPassing(undefined)}
      onPointerCancel={() => setPassing(undefined)}
      onClick={(event) => {
        setPassing(undefined);
        props.onRate(under(event));
      }}
    >
      <input
        type="range"
        class="stars-input__slider"
        min={0}
        max={scores}
        step={1}
        value={props.score}
        aria-label={props.label}
        aria-valuetext={starsSaid(props.score)}
        onInput={(event) => props.onStep(Number(event.currentTarget.value))}
      />
      <Row score={shown} />
    </span>
  );
}
