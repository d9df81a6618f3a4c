/** The system faces of a poster and how wide text runs in them, for titles the drawn alphabet cannot set. */
export interface Face {
  readonly family: string;
  readonly weight: number;
  /** Width against Arial Bold, of the widest face in the stack that people really have. */
  readonly width: number;
}

export const GROTESK: Face = { family: 'Helvetica Neue,Helvetica,Arial,sans-serif', weight: 700, width: 1.04 };
export const SERIF: Face = { family: 'Noto Serif Display,Georgia,Noto Serif,serif', weight: 700, width: 1.06 };

/** Average advances of Arial Bold in thousandths of an em; the first class that matches counts. */
const ADVANCES: readonly (readonly [RegExp, number])[] = [
  [/[\p{Mn}\p{Me}\u200b-\u200f\u2060\ufe00-\ufe0f]/u, 0],
  [/[ijlI.,'’‘|:;!¡·/\\`´]/, 300],
  [/[\sftr()[\]{}"“”*-]/, 390],
  [/[mwMW@%½¼¾—…ŒÆœæ&]/, 930],
  [/[A-ZÀ-ÞĀ-Ž]/, 720],
  [/[a-z0-9à-ÿ$¿?#+=<>~^_–]/, 590],
  [/[\u0100-\u05ff]/, 680],
  [/[\u0600-\u08ff]/, 640],
  [/[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]|[\u{20000}-\u{3ffff}]/u, 1020],
  [/\p{Extended_Pictographic}|\p{Regional_Indicator}/u, 1380],
];

/** Of scripts not in the table, the wide ones (Tamil, Myanmar) set the bound. */
const OTHER = 1050;

const advances = new Map<string, number>();

function advance(char: string): number {
  const known = advances.get(char);
  if (known !== undefined) return known;
  const found = ADVANCES.find(([chars]) => chars.test(char))?.[1] ?? OTHER;
  advances.set(char, found);
  return found;
}

/** Width in ems. */
export function textWidth(text: string, face: Face): number {
  let thousandths = 0;
  for (const char of text) thousandths += advance(char);
  return (thousandths * face.width) / 1000;
}
