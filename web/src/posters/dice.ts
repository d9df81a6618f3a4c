/** Seeded chance: the same film always throws the same dice, so its poster never changes. */
export interface Dice {
  /** A number in [0, 1). */
  unit(): number;
  between(low: number, high: number): number;
  /** A whole number, both ends included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** One of the choices, each as likely as its weight; weights at or below zero never win. */
  weighted<T>(choices: readonly (readonly [choice: T, weight: number])[], otherwise: T): T;
}

/** FNV-1a over UTF-16 units with a final avalanche, so that "Alien" and "Aliens" end far apart. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** mulberry32: 32 bits of state are plenty for the few dozen throws of a poster. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return {
    unit,
    between: (low, high) => low + unit() * (high - low),
    whole: (low, high) => low + Math.floor(unit() * (high - low + 1)),
    chance: (probability) => unit() < probability,
    pick: (choices) => choices[Math.floor(unit() * choices.length)] ?? choices[0],
    weighted: (choices, otherwise) => {
      let left = unit() * choices.reduce((sum, [, weight]) => sum + Math.max(0, weight), 0);
      for (const [choice, weight] of choices) {
        left -= Math.max(0, weight);
        if (left < 0) return choice;
      }
      return otherwise;
    },
  };
}
