/** What to tell somebody whose picture was not taken. */
import { ProblemError } from '../api/errors.ts';
import { PictureError } from '../ui/pictures.ts';
import { messageOf } from './failure.ts';
import { messagesWords } from './messages.ts';

export function pictureMessage(error: unknown): string {
  const { pictures } = messagesWords.value;
  if (error instanceof PictureError) return pictures[error.fault];
  // The server looked at its bytes.
  const isPicture = error instanceof ProblemError && error.errors.some(({ field }) => field === 'media_id');
  return isPicture ? pictures.unreadable : messageOf(error);
}
