/** What was written and is not known to be stored, kept in the tab: words survive a reload, the bytes of a picture do not. */
import { tab } from '../../storage.ts';
import type { Outgoing } from './transcript.ts';

const name = (me: string) => `km.outbox.${me}`;

type Kept = Record<string, readonly Outgoing[]>;

function keptBy(me: string): Kept {
  try {
    return JSON.parse(tab.getItem(name(me)) ?? '{}') as Kept;
  } catch {
    return {};
  }
}

export function keptFor(me: string, them: string): readonly Outgoing[] {
  return keptBy(me)[them] ?? [];
}

/** With whom something is still to be said. */
export function keptPartners(me: string): string[] {
  return Object.keys(keptBy(me));
}

export function keepFor(me: string, them: string, outgoing: readonly Outgoing[]): void {
  const words = outgoing
    .filter(({ picture }) => picture === undefined)
    .map(({ failure: told, ...one }): Outgoing => ({ ...one, state: 'sending' }));
  const { [them]: before, ...rest } = keptBy(me);
  const all: Kept = words.length > 0 ? { ...rest, [them]: words } : rest;
  if (Object.keys(all).length > 0) tab.setItem(name(me), JSON.stringify(all));
  else if (before) tab.removeItem(name(me));
}
