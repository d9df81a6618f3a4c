/** The words of the pages for moderators and administrators, in the reader's language. */
import { computed } from '@preact/signals';
import type { Texts } from './es.ts';
import { staffEn } from './staff.en.ts';
import { staffEs } from './staff.es.ts';
import { language } from './index.ts';

export type StaffWords = Texts<typeof staffEs>;

export const staff = computed<StaffWords>(() =>
  language.value === 'es' ? staffEs : staffEn,
);
