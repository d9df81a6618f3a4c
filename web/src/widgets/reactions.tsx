/** Like and dislike with their counts. */
import './reactions.css';
import { ThumbsDown, ThumbsUp } from 'lucide-preact';
import type { Reaction, Reactions } from '../api/types.ts';
import { number, shortNumber, words } from '../words/index.ts';

const icons = { like: ThumbsUp, dislike: ThumbsDown } as const;

export function ReactionButtons(props: {
  counts: Reactions;
  mine: Reaction | undefined;
  size: 'large' | 'small';
  onPress: (value: Reaction) => void;
}) {
  const { film } = words.value;
  const button = (value: Reaction, label: string, n: number) => {
    const Icon = icons[value];
    const chosen = props.mine === value;
    return (
      <button
        type="button"
        class={`reaction reaction--${value}`}
        aria-pressed={chosen}
        aria-label={`${label}, ${number(n)}`}
        onClick={() => props.onPress(value)}
      >
        <Icon size={props.size === 'large' ? 20 : 16} aria-hidden="true" />
        {(n > 0 || props.size === 'large') && <span aria-hidden="true">{shortNumber(n)}</span>}
      </button>
    );
  };
  return (
    <div class={`reactions reactions--${props.size}`}>
      {button('like', film.like, props.counts.likes)}
      {button('dislike', film.dislike, props.counts.dislikes)}
    </div>
  );
}
