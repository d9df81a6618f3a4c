import type { Dice } from '../dice.ts';
import { city } from './city.ts';
import { rhythm } from './rhythm.ts';
import { rings } from './rings.ts';
import { signs } from './signs.ts';
import { sky } from './sky.ts';
import type { Composition } from './stage.ts';

export const COMPOSITIONS: readonly Composition[] = [...sky, ...city, ...rings, ...rhythm, ...signs];

/** Without a genre we know every composition is as likely; a number in the title asks for the numeral. */
export function compositionFor(title: string, genres: readonly string[], dice: Dice): Composition {
  const known = genres.some((genre) => COMPOSITIONS.some(({ fits }) => Object.hasOwn(fits, genre)));
  const weighted = COMPOSITIONS.map((composition) => {
    const { fits, name } = composition;
    const fit = genres.reduce(
      (sum, genre, at) => sum + (Object.hasOwn(fits, genre) ? (fits[genre] ?? 0) : 0) * (at === 0 ? 2 : 1),
      fits.any ?? 0,
    );
    const asked = name === 'numeral' && /^\D{0,4}\d|\d{2}/.test(title) ? 40 : 0;
    return [composition, (known ? fit : 1) + asked] as const;
  });
  const [fallback] = COMPOSITIONS;
  if (!fallback) throw new Error('there are no compositions');
  return dice.weighted(weighted, fallback);
}
