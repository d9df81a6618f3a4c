/** Unsent words survive a reload, a sign-in and a failed send. Kept in the tab. */
import { tab } from '../storage.ts';

export interface Draft {
  body: string;
  spoiler: boolean;
}

const name = (place: string) => `km.draft.${place}`;

export function draftOf(place: string): Draft | undefined {
  const kept = tab.getItem(name(place));
  if (kept === null) return undefined;
  const draft = JSON.parse(kept) as Partial<Draft>;
  return { body: draft.body ?? '', spoiler: draft.spoiler ?? false };
}

export function keepDraft(place: string, draft: Draft): void {
  if (draft.body.trim() === '') dropDraft(place);
  else tab.setItem(name(place), JSON.stringify(draft));
}

export function dropDraft(place: string): void {
  tab.removeItem(name(place));
}
