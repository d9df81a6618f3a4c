/** The words about one's account, in the reader's language. Only pages that are fetched when needed import this. */
import { computed } from '@preact/signals';
import type { Texts } from './es.ts';
import { identityEn } from './identity.en.ts';
import { identityEs } from './identity.es.ts';
import { language } from './index.ts';

export type IdentityWords = Texts<typeof identityEs>;

export const identity = computed<IdentityWords>(() =>
  language.value === 'es' ? identityEs : identityEn,
);
