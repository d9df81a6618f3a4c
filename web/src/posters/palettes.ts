import { contrast } from './colour.ts';
import type { Dice } from './dice.ts';

/** Colours of one poster: the field, the main form on it, a spot colour, and the ink of the title. */
export interface Palette {
  readonly ground: string;
  readonly shape: string;
  readonly accent: string;
}

/** One shelf of printing inks for every poster: that is what makes a wall of them look like one studio's. */
const INKS = {
  paper: '#ece0c8',
  bone: '#ddcdae',
  sand: '#d8b986',
  soot: '#241f1d',
  slate: '#39424a',
  fog: '#b9bdb4',
  navy: '#1a2946',
  cobalt: '#2451a6',
  sky: '#8ebccb',
  ice: '#cfe0dd',
  teal: '#135e5c',
  sea: '#3b9a8c',
  forest: '#1e3f31',
  leaf: '#5c8a4a',
  olive: '#75742f',
  mint: '#b6d2b0',
  lemon: '#f0cf52',
  mustard: '#e3a72f',
  ochre: '#c0822b',
  orange: '#e56a2c',
  coral: '#ee8166',
  vermilion: '#d8402a',
  red: '#b5251f',
  wine: '#6c1826',
  plum: '#43203f',
  violet: '#5a4390',
  mauve: '#ab7f9e',
  rose: '#e7a3a0',
  blush: '#f1cdbb',
  brown: '#512f20',
} as const;

type Ink = keyof typeof INKS;

/** Ground, shape, accent. Several a genre, so that forty dramas are forty posters. */
const PALETTES: Readonly<Record<string, readonly string[]>> = {
  Action: [
    'vermilion soot paper',
    'soot orange paper',
    'mustard soot vermilion',
    'paper red soot',
    'slate orange lemon',
    'navy vermilion paper',
  ],
  Adventure: [
    'mustard teal paper',
    'teal sand orange',
    'sky brown orange',
    'paper forest orange',
    'orange navy paper',
    'sand teal vermilion',
  ],
  Animation: [
    'lemon cobalt coral',
    'sky vermilion lemon',
    'coral navy lemon',
    'mint violet coral',
    'cobalt lemon rose',
    'blush sea orange',
  ],
  Comedy: [
    'lemon vermilion soot',
    'coral paper navy',
    'rose vermilion paper',
    'sky paper vermilion',
    'mustard paper teal',
    'paper coral cobalt',
    'blush cobalt mustard',
    'sea paper lemon',
  ],
  Crime: [
    'soot paper red',
    'red soot paper',
    'slate paper mustard',
    'paper soot vermilion',
    'mustard soot paper',
    'navy sand red',
    'bone wine soot',
  ],
  Documentary: ['paper slate vermilion', 'fog navy orange', 'ice teal vermilion', 'bone soot cobalt', 'slate ice mustard'],
  Drama: [
    'paper teal vermilion',
    'navy paper coral',
    'wine blush mustard',
    'bone navy vermilion',
    'slate bone coral',
    'forest sand blush',
    'ochre soot paper',
    'blush wine teal',
    'teal bone mustard',
    'plum rose paper',
    'fog brown vermilion',
    'ice cobalt soot',
  ],
  Family: ['sky lemon vermilion', 'mint coral navy', 'lemon sea vermilion', 'blush cobalt lemon', 'sea blush lemon', 'coral paper teal'],
  Fantasy: ['violet mint lemon', 'plum mauve lemon', 'forest mint mustard', 'navy mauve blush', 'mint plum orange', 'teal lemon mauve'],
  'Film-Noir': ['soot bone mustard', 'soot fog vermilion', 'slate soot bone', 'bone soot red', 'navy fog lemon', 'fog soot red'],
  History: ['bone brown vermilion', 'brown sand paper', 'ochre paper wine', 'wine sand paper', 'olive paper soot', 'sand navy red'],
  Horror: [
    'soot red paper',
    'red soot bone',
    'forest soot lemon',
    'plum vermilion bone',
    'soot leaf bone',
    'bone soot red',
    'wine soot coral',
  ],
  Music: ['orange plum lemon', 'cobalt rose lemon', 'soot coral lemon', 'violet orange paper', 'lemon soot coral', 'rose violet vermilion'],
  Musical: [
    'rose vermilion lemon',
    'lemon violet coral',
    'vermilion blush mustard',
    'sky rose vermilion',
    'coral plum lemon',
    'blush vermilion cobalt',
  ],
  Mystery: [
    'plum fog lemon',
    'teal soot lemon',
    'navy bone mustard',
    'olive soot bone',
    'forest bone vermilion',
    'mauve plum paper',
    'slate mint lemon',
  ],
  Romance: [
    'blush vermilion plum',
    'rose wine paper',
    'wine coral blush',
    'paper coral wine',
    'mauve blush wine',
    'coral blush wine',
    'navy rose blush',
    'ice vermilion rose',
  ],
  'Sci-Fi': [
    'navy sky orange',
    'cobalt ice orange',
    'soot sea orange',
    'ice cobalt vermilion',
    'orange paper navy',
    'slate ice vermilion',
    'teal ice lemon',
    'violet coral ice',
  ],
  Sport: [
    'leaf paper lemon',
    'cobalt paper vermilion',
    'orange paper navy',
    'sky cobalt lemon',
    'vermilion paper soot',
    'mustard forest paper',
  ],
  Thriller: [
    'orange soot paper',
    'soot lemon vermilion',
    'slate vermilion paper',
    'lemon soot vermilion',
    'navy ice vermilion',
    'paper navy vermilion',
    'teal paper orange',
    'vermilion paper soot',
  ],
  War: ['olive soot sand', 'bone olive red', 'slate sand vermilion', 'sand brown red', 'forest sand orange', 'ochre forest paper'],
  Western: [
    'ochre brown paper',
    'orange brown sand',
    'sand vermilion brown',
    'brown orange sand',
    'mustard brown paper',
    'sky ochre brown',
    'coral brown lemon',
  ],
};

/** For films without a genre we know. */
const HOUSE: readonly string[] = [
  'paper cobalt vermilion',
  'navy mustard paper',
  'teal paper coral',
  'mustard soot paper',
  'fog wine orange',
  'slate coral paper',
];

/** A palette of the film's genres; the first genre weighs double, as it names the film best. */
export function palette(genres: readonly string[], dice: Dice): Palette {
  const [first, ...rest] = genres.flatMap((genre) => (Object.hasOwn(PALETTES, genre) ? [PALETTES[genre] ?? []] : []));
  const pool = first ? [...first, ...first, ...rest.slice(0, 1).flat()] : HOUSE;
  const inks = dice
    .weighted(
      pool.map((entry) => [entry, 1] as const),
      'paper soot red',
    )
    .split(' ');
  const [ground = 'paper', shape = 'soot', accent = 'red'] = inks as Ink[];
  return { ground: INKS[ground], shape: INKS[shape], accent: INKS[accent] };
}

/** The ink that reads on a flat colour at 4.5 or more: the palette's own if one does, else paper or soot. */
export function inkOn(flat: string, { ground, shape, accent }: Palette): string {
  const reads = (ink: string): boolean => contrast(ink, flat) >= 4.5;
  const house = contrast(INKS.paper, flat) > contrast(INKS.soot, flat) ? INKS.paper : INKS.soot;
  const own = [accent, shape, ground].filter(reads);
  if (own.length > 0) return own.reduce((best, ink) => (contrast(ink, flat) > contrast(best, flat) ? ink : best));
  return reads(house) ? house : contrast('#ffffff', flat) > contrast('#000000', flat) ? '#ffffff' : '#000000';
}
