/** The words of the community's pages in the reader's language. */
import { computed } from '@preact/signals';
import type { Texts } from './es.ts';
import { communityEn } from './community.en.ts';
import { communityEs } from './community.es.ts';
import { language } from './index.ts';

export type CommunityWords = Texts<typeof communityEs>;

export const community = computed<CommunityWords>(() =>
  language.value === 'es' ? communityEs : communityEn,
);
