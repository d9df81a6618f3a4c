/** Breaking a title into lines that are close to each other in width, as a designer would by eye. */
interface Piece {
  readonly text: string;
  /** Whether a space parts it from the piece before, when both stand on one line. */
  readonly spaced: boolean;
}

/** Chinese, Japanese and Thai break between any two characters. */
const BREAKS_ANYWHERE = /[\u0e00-\u0e7f\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60]|[\u{20000}-\u{3ffff}]/u;

/** A character with what belongs to it: marks, joiners, the second half of a flag. */
const CLUSTER = /\p{Regional_Indicator}{2}|(?:[^\p{M}](?:[\p{M}\u{1f3fb}-\u{1f3ff}]|\u200d[^\p{M}])*)|\p{M}+/gsu;

/** Words a line must not end on, in the languages most titles come in. */
const LEANS_ON_NEXT =
  /^(?:an?|the|of|to|in|on|at|and|or|for|mr\.|dr\.|el|la|los|las|un|una|de|del|y|le|les|des|du|et|der|die|das|il|i|&)$/i;

/** How many lines end on a word that belongs to the next one. */
export const hanging = (lines: readonly string[]): number =>
  lines.slice(0, -1).filter((line) => LEANS_ON_NEXT.test(line.split(' ').at(-1) ?? '')).length;

/** More pieces than this are grouped first: no real title comes near, and the search is quadratic. */
const MOST_PIECES = 60;

/** No word of any film is as long as this; what is, breaks between characters into runs of `RUN`. */
const LONGEST_WORD = 40;
const RUN = 14;

function pieces(title: string): Piece[] {
  const found: Piece[] = [];
  for (const word of title.split(' ')) {
    const clusters = word.match(CLUSTER) ?? [];
    const longest = clusters.length > LONGEST_WORD ? RUN : LONGEST_WORD;
    let text = '';
    let length = 0;
    let spaced = true;
    clusters.forEach((cluster, at) => {
      const next = clusters[at + 1] ?? '';
      text += cluster;
      length += 1;
      const anywhere = BREAKS_ANYWHERE.test(cluster) || BREAKS_ANYWHERE.test(next);
      if (
        at === clusters.length - 1 ||
        length >= longest ||
        (anywhere && !/^[、。，．・：！？」』）ー\u0e31-\u0e3a\u0e47-\u0e4e]/.test(next))
      ) {
        found.push({ text, spaced });
        text = '';
        length = 0;
        spaced = false;
      }
    });
  }
  while (found.length > MOST_PIECES) {
    for (let at = 0; at + 1 < found.length; at++) {
      const [one, two] = found.slice(at, at + 2) as [Piece, Piece];
      found.splice(at, 2, { text: one.text + (two.spaced ? ' ' : '') + two.text, spaced: one.spaced });
    }
  }
  return found;
}

const join = (line: readonly Piece[]): string => line.map(({ text, spaced }, at) => (spaced && at > 0 ? ' ' : '') + text).join('');

/** The title on exactly `count` lines, or fewer if it has fewer places to break. */
export function breakLines(title: string, count: number, measure: (line: string) => number): string[] {
  const all = pieces(title);
  const n = all.length;
  const lines = Math.min(count, n);
  const target = measure(title) / lines;
  // best[k][end]: the least raggedness of the first `end` pieces on k lines.
  let best: { cost: number; starts: number[] }[] = Array.from({ length: n + 1 }, (_, end) => ({
    cost: end === 0 ? 0 : Infinity,
    starts: [],
  }));
  // Where each piece ends if the title ran on one line, and the gap before it, which a break swallows.
  const space = measure('n n') - 2 * measure('n');
  const tracking = measure('nn') - 2 * measure('n');
  const gaps = all.map(({ spaced }) => (spaced ? space : tracking));
  const ends = [0];
  all.forEach(({ text }, at) => ends.push((ends[at] ?? 0) + measure(text) + (gaps[at] ?? 0)));
  const width = (start: number, end: number): number => (ends[end] ?? 0) - (ends[start] ?? 0) - (gaps[start] ?? 0);
  const manners = all.map(({ text }) => (LEANS_ON_NEXT.test(text) ? 0.12 : /[:,–—]$/.test(text) ? -0.06 : 0));
  for (let k = 1; k <= lines; k++) {
    best = best.map((_, end) => {
      let found = { cost: Infinity, starts: [] as number[] };
      for (let start = k - 1; start < end; start++) {
        const before = best[start];
        if (!before || before.cost === Infinity) continue;
        const cost = before.cost + (width(start, end) / target - 1) ** 2 + (end < n ? (manners[end - 1] ?? 0) : 0);
        if (cost < found.cost) found = { cost, starts: [...before.starts, start] };
      }
      return found;
    });
  }
  const starts = best[n]?.starts ?? [0];
  return starts.map((start, at) => join(all.slice(start, starts[at + 1] ?? n)));
}
