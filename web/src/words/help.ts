/** The words of the help for API clients, in the reader's language. */
import { computed } from '@preact/signals';
import type { Texts } from './es.ts';
import { helpEn } from './help.en.ts';
import { helpEs } from './help.es.ts';
import { language } from './index.ts';

export type HelpWords = Texts<typeof helpEs>;

export const help = computed<HelpWords>(() => (language.value === 'es' ? helpEs : helpEn));
