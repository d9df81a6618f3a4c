/**
 * Keeps one socket open for as long as it is wanted.
 *
 * Time, chance and the socket itself come in, so that all of it can be tested. What is
 * said while no socket is open is lost: whoever listens asks the store after each `hello`.
 */
import type { SocketTicket } from '../api/types.ts';
import { readFrame, type ClientFrame, type ServerFrame } from './frames.ts';

export type Status = 'off' | 'connecting' | 'open' | 'waiting';

export interface Line {
  send: (text: string) => void;
  close: () => void;
}

export interface LineEvents {
  opened: () => void;
  heard: (data: unknown) => void;
  closed: () => void;
}

export interface ConnectionHost {
  now: () => number;
  /** From 0 to 1. */
  random: () => number;
  /** Runs something later; what comes back cancels it. */
  after: (ms: number, run: () => void) => () => void;
  ticket: () => Promise<SocketTicket>;
  open: (url: string, events: LineEvents) => Line;
  onFrame: (frame: ServerFrame) => void;
  onStatus: (status: Status) => void;
}

const minute = 60_000;
/** From asking for a ticket to `hello`. */
const patienceMs = 15_000;
/** From a ping to any answer. */
const silenceMs = 10_000;
const longestWaitMs = minute;
const leastMs = 1000;
/** What lived so long was no failure. */
const steadyMs = 30_000;
/** The server ends a connection after two hours: gone before that, and not all at once. */
const lifeMs = 110 * minute;
const lifeJitterMs = 5 * minute;
/** It ends one that is silent for ten minutes. */
const heartbeat = { least: 5_000, most: 9 * minute };

/** At least half of a wait that doubles, the rest by chance: clients that were cut together do not come back together. */
export function waitMs(failures: number, random: number): number {
  const whole = Math.min(longestWaitMs, 1000 * 2 ** Math.min(failures, 10));
  return whole / 2 + (whole / 2) * random;
}

type Timer = 'patience' | 'silence' | 'beat' | 'renew' | 'again';

export function createConnection(host: ConnectionHost) {
  const timers = new Map<Timer, () => void>();
  let status: Status = 'off';
  let line: Line | undefined;
  /** What belongs to an earlier attempt is not heard. */
  let turn = 0;
  let failures = 0;
  let openedAt = 0;
  let triedAt = Number.NEGATIVE_INFINITY;
  let beatMs = heartbeat.most;

  function become(next: Status): void {
    if (next === status) return;
    status = next;
    host.onStatus(next);
  }

  function cancel(timer: Timer): void {
    timers.get(timer)?.();
    timers.delete(timer);
  }

  function set(timer: Timer, ms: number, run: () => void): void {
    cancel(timer);
    timers.set(timer, host.after(ms, run));
  }

  function drop(): void {
    turn += 1;
    for (const timer of [...timers.keys()]) cancel(timer);
    const old = line;
    line = undefined;
    old?.close();
  }

  function fail(): void {
    const steady = status === 'open' && host.now() - openedAt >= steadyMs;
    drop();
    const wait = waitMs(steady ? 0 : failures, host.random());
    failures = steady ? 1 : failures + 1;
    become('waiting');
    set('again', wait, () => void connect());
  }

  function say(frame: ClientFrame): void {
    line?.send(JSON.stringify(frame));
  }

  function probe(): void {
    say({ type: 'ping' });
    if (!timers.has('silence')) set('silence', silenceMs, fail);
  }

  function beat(): void {
    set('beat', beatMs, () => {
      probe();
      beat();
    });
  }

  function hear(data: unknown): void {
    cancel('silence');
    const frame = readFrame(data);
    if (!frame) return;
    if (frame.type === 'hello') {
      cancel('patience');
      openedAt = host.now();
      beatMs = Math.min(heartbeat.most, Math.max(heartbeat.least, frame.heartbeat_seconds * 1000));
      set('renew', lifeMs + (host.random() * 2 - 1) * lifeJitterMs, () => {
        failures = 0;
        void connect();
      });
      beat();
      become('open');
    }
    host.onFrame(frame);
  }

  async function connect(): Promise<void> {
    drop();
    const mine = turn;
    const current = () => mine === turn;
    triedAt = host.now();
    become('connecting');
    set('patience', patienceMs, fail);
    try {
      const { url, ticket } = await host.ticket();
      if (!current()) return;
      line = host.open(`${url}?ticket=${encodeURIComponent(ticket)}`, {
        opened: () => current() && say({ type: 'ping' }),
        heard: (data) => current() && hear(data),
        closed: () => current() && fail(),
      });
    } catch {
      if (current()) fail();
    }
  }

  return {
    start(): void {
      if (status !== 'off') return;
      failures = 0;
      void connect();
    },
    stop(): void {
      drop();
      become('off');
    },
    /** There is reason to believe that it works now: the network is back, or somebody looks at the page. */
    hurry(): void {
      if (status === 'open') probe();
      if (status !== 'waiting') return;
      // Impatience is answered once a second.
      const since = host.now() - triedAt;
      if (since >= leastMs) void connect();
      else set('again', leastMs - since, () => void connect());
    },
    /** The browser says that there is no network: it may be right, and tells when it is back. */
    offline(): void {
      if (status === 'off') return;
      drop();
      become('waiting');
      set('again', longestWaitMs, () => void connect());
    },
    /** True when it was handed over; what matters is not told this way. */
    send(frame: ClientFrame): boolean {
      if (status !== 'open') return false;
      say(frame);
      return true;
    },
  };
}

export type Connection = ReturnType<typeof createConnection>;
