/**
 * A hint at how hard a password is to guess. The server decides what it takes;
 * this only tells the writer early which way is better: longer, less repetitive.
 */
export type Strength = 'weak' | 'fair' | 'good' | 'strong';

const levels: readonly [bits: number, strength: Strength][] = [
  [70, 'strong'],
  [52, 'good'],
  [36, 'fair'],
];

/** Sizes of the sets that a guesser would try. */
const alphabets: readonly [RegExp, number][] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[^a-zA-Z0-9]/, 33],
];

/** Repeats ("aaaa") and runs ("1234", "abcd") add almost nothing. */
function surprising(password: string): number {
  const codes = Array.from(password, (letter) => letter.codePointAt(0) ?? 0);
  return codes.filter((code, at) => {
    const step = code - (codes[at - 1] ?? Number.NaN);
    const before = (codes[at - 1] ?? Number.NaN) - (codes[at - 2] ?? Number.NaN);
    return !(step === 0 || (Math.abs(step) === 1 && step === before));
  }).length;
}

export function strengthOf(password: string, identity: readonly string[] = []): Strength {
  const low = password.toLowerCase();
  const personal = identity
    .flatMap((text) => text.toLowerCase().split(/[\s@.]+/))
    .filter((part) => part.length > 2 && low.includes(part))
    .reduce((longest, part) => Math.max(longest, part.length), 0);
  const size = alphabets.reduce((sum, [set, n]) => (set.test(password) ? sum + n : sum), 0);
  const bits = Math.max(0, surprising(password) - personal) * Math.log2(Math.max(2, size));
  return levels.find(([least]) => bits >= least)?.[1] ?? 'weak';
}
