/** The messenger's words in the reader's language. */
import { computed } from '@preact/signals';
import type { Texts } from './es.ts';
import { language } from './index.ts';
import { messagesEn } from './messages.en.ts';
import { messagesEs } from './messages.es.ts';

export type MessagesWords = Texts<typeof messagesEs>;

export const messagesWords = computed<MessagesWords>(() =>
  language.value === 'es' ? messagesEs : messagesEn,
);
