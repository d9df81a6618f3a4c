/** A film in a wall of films. The whole card is one link. */
import './film-card.css';
import { signal } from '@preact/signals';
import { MessageSquare, Star, ThumbsUp } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { Link } from 'wouter-preact';
import { knownFilm } from '../state/films.ts';
import { count, number, shortNumber, words } from '../words/index.ts';
import { Poster } from './poster.tsx';

/** The film whose poster flies between list and page. */
export const flying = signal<string | undefined>(undefined);

/** Half stars of five are how people read a score out of ten. */
export function outOfFive(average: number): string {
  return number(Math.round(average * 5) / 10);
}

/** What stands under the link, if anything, are its children. */
export function FilmCard(props: { id: string; eager: boolean; children?: ComponentChildren }) {
  const { id, eager, children } = props;
  const film = knownFilm(id)?.value;
  if (!film) return null;
  const { catalogue } = words.value;
  const { likes } = film.reactions;
  const { average } = film.rating;
  return (
    <li class="film-card">
      <Link href={`/films/${id}`} onClick={() => (flying.value = id)}>
        <Poster film={film} eager={eager} shared={flying.value === id} />
        <span class="film-card__title">{film.title}</span>
        <span class="film-card__facts">
          {film.year !== undefined && <span>{film.year}</span>}
          {average !== undefined && film.rating.count > 0 && (
            <span>
              <Star size={12} aria-hidden="true" />
              {outOfFive(average)}
            </span>
          )}
          {likes > 0 && (
            <span>
              <ThumbsUp size={12} aria-hidden="true" />
              <span class="unseen">{count(catalogue.likes, likes)}</span>
              <span aria-hidden="true">{shortNumber(likes)}</span>
            </span>
          )}
          {film.comments > 0 && (
            <span>
              <MessageSquare size={12} aria-hidden="true" />
              <span class="unseen">{count(catalogue.comments, film.comments)}</span>
              <span aria-hidden="true">{shortNumber(film.comments)}</span>
            </span>
          )}
        </span>
      </Link>
      {children}
    </li>
  );
}

export function FilmCardBone() {
  return (
    <li class="film-card" aria-hidden="true">
      <span class="poster bone" />
      <span class="film-card__title">
        <span class="film-card__bone bone" />
      </span>
      <span class="film-card__facts" />
    </li>
  );
}
