/** How hard a password is to guess for somebody with dictionaries: large, so only fetched once one is typed. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';
import * as spanish from '@zxcvbn-ts/language-es-es';
import type { Strength } from './strength.ts';

const guesser = new ZxcvbnFactory({
  graphs: common.adjacencyGraphs,
  dictionary: { ...common.dictionary, ...english.dictionary, ...spanish.dictionary },
});

const levels: Record<0 | 1 | 2 | 3 | 4, Strength> = {
  0: 'weak',
  1: 'weak',
  2: 'fair',
  3: 'good',
  4: 'strong',
};

export function guessStrength(password: string, identity: readonly string[] = []): Strength {
  const own = identity.flatMap((text) => [text, ...text.split(/[\s@.]+/)]).filter((text) => text.length > 2);
  return levels[guesser.check(password, own).score];
}
