/**
 * Creates the films of a file one after the other. Each carries a key made of what it is, so that a run that was cut off
 * and goes on, even after a reload, creates nothing twice.
 */
import { computed, signal } from '@preact/signals';
import { ProblemError } from '../../api/errors.ts';
import type { MovieDraft } from '../../api/types.ts';
import { freshKey } from '../submission.ts';
import type { Row } from './read.ts';

export type Phase = 'ready' | 'running' | 'paused' | 'finished';
export interface Refused {
  row: Row;
  error: ProblemError;
}

/** Statuses that are about the one film, not about the connection or the person. */
const ofTheRow = [400, 409, 413, 422];

/** Without subtle crypto, which plain http outside localhost has not, a key holds for this visit alone. */
export async function keyOf(draft: MovieDraft): Promise<string> {
  // Typed as always there; insecure pages have none.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) return freshKey();
  const bytes = new TextEncoder().encode(JSON.stringify(Object.entries(draft).sort()));
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return `import-${[...digest.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

export interface RunHost {
  /** True where the film was there already. */
  create: (draft: MovieDraft, key: string) => Promise<boolean>;
  wait: (seconds: number) => Promise<void>;
}

export function createRun(rows: readonly Row[], host: RunHost) {
  const phase = signal<Phase>('ready');
  const created = signal(0);
  const known = signal(0);
  const refused = signal<readonly Refused[]>([]);
  /** Why it stopped by itself. */
  const setback = signal<unknown>(undefined);
  const done = computed(() => created.value + known.value + refused.value.length);
  const keys = new Map<Row, string>();
  let working = false;

  async function one(row: Row): Promise<void> {
    const key = keys.get(row) ?? (await keyOf(row.draft));
    keys.set(row, key);
    try {
      if (await host.create(row.draft, key)) known.value += 1;
      else created.value += 1;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (ofTheRow.includes(error.status)) refused.value = [...refused.peek(), { row, error }];
      else if (error.retryAfter !== undefined) await host.wait(error.retryAfter);
      else throw error;
    }
  }

  /** Begins, or goes on where it stopped. */
  async function run(): Promise<void> {
    phase.value = 'running';
    setback.value = undefined;
    if (working) return;
    working = true;
    try {
      while (phase.peek() === 'running') {
        const next = rows[done.peek()];
        if (!next) phase.value = 'finished';
        else await one(next);
      }
    } catch (error) {
      setback.value = error;
      phase.value = 'paused';
    } finally {
      working = false;
    }
  }

  return { total: rows.length, phase, created, known, refused, setback, done, run, pause: () => void (phase.value = 'paused') };
}

export type Run = ReturnType<typeof createRun>;
