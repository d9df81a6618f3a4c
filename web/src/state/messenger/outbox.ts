/** Brings what was written to the server, one after the other, each as often as it takes and stored once. */
import { ProblemError } from '../../api/errors.ts';
import type { Message, NewMessage } from '../../api/types.ts';
import { freshKey } from '../submission.ts';
import type { Outgoing } from './transcript.ts';

export interface OutboxHost {
  now: () => number;
  after: (ms: number, run: () => void) => () => void;
  send: (message: NewMessage) => Promise<Message>;
  /** Brings a picture and says under which id it can be used. */
  upload: (bytes: Blob, progress: (part: number) => void) => Promise<string>;
  /** What is on its way, in the order it was written. */
  waiting: () => readonly Outgoing[];
  change: (clientId: string, change: (outgoing: Outgoing) => Outgoing) => void;
  arrived: (message: Message) => void;
}

/** Tried so long by itself; then the writer is told, and it goes on when there is a network again. */
const patienceMs = 30_000;
const waits = [1000, 2000, 4000, 8000];

/** The server understood and said no: the same again would get the same answer. */
function refused(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false;
  const passing = [401, 408, 425, 429];
  return error.status < 500 && !passing.includes(error.status);
}

export function createOutbox(host: OutboxHost) {
  const bytesOf = new Map<string, Blob>();
  /** Pictures that are there already: a second try does not bring them again. */
  const mediaOf = new Map<string, string>();
  const triedSince = new Map<string, number>();
  let sending = false;
  let stopped = false;
  const isStopped = () => stopped;
  let failures = 0;
  let cancelWait: (() => void) | undefined;

  const next = () => host.waiting().find(({ state }) => state === 'sending');

  async function deliver({ clientId, text }: Outgoing): Promise<Message> {
    const bytes = bytesOf.get(clientId);
    let mediaId = mediaOf.get(clientId);
    if (bytes && mediaId === undefined) {
      mediaId = await host.upload(bytes, (progress) =>
        host.change(clientId, (one) => (one.picture ? { ...one, picture: { ...one.picture, progress } } : one)),
      );
      mediaOf.set(clientId, mediaId);
    }
    return host.send({
      client_id: clientId,
      ...(text !== undefined && { text }),
      ...(mediaId !== undefined && { media_id: mediaId }),
    });
  }

  function forget(clientId: string): void {
    bytesOf.delete(clientId);
    mediaOf.delete(clientId);
    triedSince.delete(clientId);
  }

  function fail(failed: readonly Outgoing[], failure: unknown): void {
    for (const { clientId } of failed) {
      triedSince.delete(clientId);
      host.change(clientId, (one) => ({ ...one, state: 'failed', failure }));
    }
  }

  /** Sends what waits, until nothing does or the network fails. */
  async function pump(): Promise<void> {
    if (sending || cancelWait || stopped) return;
    sending = true;
    try {
      for (let one = next(); one; one = next()) {
        const { clientId } = one;
        if (!triedSince.has(clientId)) triedSince.set(clientId, host.now());
        try {
          host.arrived(await deliver(one));
          forget(clientId);
          failures = 0;
        } catch (failure) {
          if (isStopped()) return;
          if (refused(failure)) {
            // It may be the picture that is no longer there.
            mediaOf.delete(clientId);
            fail([one], failure);
            continue;
          }
          const since = triedSince.get(clientId) ?? host.now();
          // What was written after it would fail the same way, and must not come before it.
          if (host.now() - since >= patienceMs) fail(host.waiting().filter(({ state }) => state === 'sending'), failure);
          const wait = waits[Math.min(failures, waits.length - 1)] ?? 0;
          failures += 1;
          cancelWait = host.after(wait, hurry);
          return;
        }
      }
    } finally {
      sending = false;
    }
  }

  function hurry(): void {
    cancelWait?.();
    cancelWait = undefined;
    void pump();
  }

  return {
    /** To be called once it stands among what waits. */
    post(clientId: string, bytes?: Blob): void {
      if (bytes) bytesOf.set(clientId, bytes);
      void pump();
    },
    retry(clientId: string): void {
      host.change(clientId, ({ failure: told, ...one }) => ({ ...one, state: 'sending' }));
      hurry();
    },
    /** The network is back: what failed for want of it is tried once more. */
    revive(): void {
      for (const { clientId, state, failure } of host.waiting()) {
        if (state === 'failed' && !refused(failure)) {
          host.change(clientId, ({ failure: told, ...one }) => ({ ...one, state: 'sending' }));
        }
      }
      failures = 0;
      hurry();
    },
    forget,
    stop(): void {
      stopped = true;
      cancelWait?.();
    },
  };
}

export function newOutgoing(parts: Pick<Outgoing, 'text' | 'picture'>, now: number): Outgoing {
  return { ...parts, clientId: freshKey(), writtenAt: new Date(now).toISOString(), state: 'sending' };
}
