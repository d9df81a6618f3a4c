import { describe, expect, it } from 'vitest';
import { createConnection, waitMs, type LineEvents, type Status } from './connection.ts';
import { readFrame, type ServerFrame } from './frames.ts';

/** A clock that is moved, and sockets that do as the test says. */
function world(chance = 0.5) {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const lines: { url: string; events: LineEvents; sent: string[]; closed: boolean }[] = [];
  const frames: ServerFrame[] = [];
  const statuses: Status[] = [];
  let ticket = () => Promise.resolve({ url: 'ws://there/ws', ticket: 't 1', expires_at: '' });
  const connection = createConnection({
    now: () => now,
    random: () => chance,
    after: (ms, run) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => (timers = timers.filter((other) => other !== timer));
    },
    ticket: () => ticket(),
    open: (url, events) => {
      const line = { url, events, sent: [] as string[], closed: false };
      lines.push(line);
      return { send: (text) => void line.sent.push(text), close: () => (line.closed = true) };
    },
    onFrame: (frame) => void frames.push(frame),
    onStatus: (status) => void statuses.push(status),
  });
  const settle = async () => {
    for (let step = 0; step < 5; step += 1) await Promise.resolve();
  };
  return {
    connection,
    lines,
    frames,
    statuses,
    settle,
    refuseTickets: () => (ticket = () => Promise.reject(new Error('no'))),
    line: () => {
      const line = lines.at(-1);
      if (!line) throw new Error('no socket was opened');
      return line;
    },
    async pass(ms: number) {
      const until = now + ms;
      await settle();
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        now = next.at;
        timers = timers.filter((other) => other !== next);
        next.run();
        await settle();
      }
      now = until;
    },
    async greet(heartbeat = 300) {
      const line = this.line();
      line.events.opened();
      const hello = { type: 'hello', connection_id: 'c', heartbeat_seconds: heartbeat };
      line.events.heard(JSON.stringify(hello));
      await settle();
    },
  };
}

async function opened(chance?: number, heartbeat?: number) {
  const it = world(chance);
  it.connection.start();
  await it.settle();
  await it.greet(heartbeat);
  return it;
}

const pings = (sent: string[]) => sent.filter((text) => text === '{"type":"ping"}').length;

describe('the socket', () => {
  it('opens with a ticket, says ping, and is open once it is greeted', async () => {
    const it = world();
    it.connection.start();
    await it.settle();
    expect(it.line().url).toBe('ws://there/ws?ticket=t%201');
    expect(it.statuses).toEqual(['connecting']);
    await it.greet();
    expect(it.line().sent).toEqual(['{"type":"ping"}']);
    expect(it.statuses).toEqual(['connecting', 'open']);
  });

  it('is opened once, however often it is started', async () => {
    const it = await opened();
    it.connection.start();
    await it.settle();
    expect(it.lines).toHaveLength(1);
  });

  it('pings with each heartbeat and stays', async () => {
    const it = await opened(0.5, 60);
    for (let beat = 0; beat < 5; beat += 1) {
      await it.pass(60_000);
      it.line().events.heard('{"type":"pong"}');
    }
    expect(pings(it.line().sent)).toBe(6);
    expect(it.lines).toHaveLength(1);
  });

  it('pings before the server would call it idle, whatever it was told', async () => {
    const it = await opened(0.5, 3600);
    await it.pass(540_000);
    expect(pings(it.line().sent)).toBe(2);
  });

  it('takes a socket that no longer answers for dead', async () => {
    const it = await opened(0.5, 60);
    await it.pass(70_000);
    expect(it.line().closed).toBe(true);
    expect(it.statuses.at(-1)).toBe('waiting');
    await it.pass(1000);
    expect(it.lines).toHaveLength(2);
  });

  it('waits longer after each failure, up to a minute, and not the same as others', () => {
    expect([0, 1, 2, 3, 9, 50].map((n) => waitMs(n, 0))).toEqual([500, 1000, 2000, 4000, 30_000, 30_000]);
    expect([0, 1, 2, 3, 9, 50].map((n) => waitMs(n, 1))).toEqual([1000, 2000, 4000, 8000, 60_000, 60_000]);
  });

  it('tries again and again while there is no ticket', async () => {
    const it = world(1);
    it.refuseTickets();
    it.connection.start();
    await it.pass(1000 + 2000 + 4000);
    expect(it.lines).toHaveLength(0);
    expect(it.statuses.filter((status) => status === 'connecting')).toHaveLength(4);
  });

  it('gives up on a socket that never greets', async () => {
    const it = world(1);
    it.connection.start();
    await it.settle();
    it.line().events.opened();
    await it.pass(16_000);
    expect(it.lines).toHaveLength(2);
    expect(it.lines[0]?.closed).toBe(true);
  });

  it('goes on counting failures while connections die young, and begins anew after a steady one', async () => {
    const it = await opened(1);
    it.line().events.closed();
    await it.pass(1000);
    await it.greet();
    it.line().events.closed();
    await it.pass(1999);
    expect(it.lines).toHaveLength(2);
    await it.pass(1);
    await it.greet();
    await it.pass(30_000);
    it.line().events.closed();
    await it.pass(1000);
    expect(it.lines).toHaveLength(4);
  });

  it.each([
    [0, 105],
    [0.5, 110],
    [1, 115],
  ])('reconnects by itself before two hours are over (chance %d: %d minutes)', async (chance, minutes) => {
    const it = await opened(chance, 60);
    for (let beat = 1; beat < minutes; beat += 1) {
      await it.pass(60_000);
      it.line().events.heard('{"type":"pong"}');
    }
    expect(it.lines).toHaveLength(1);
    await it.pass(60_000);
    expect(it.lines).toHaveLength(2);
    expect(it.lines[0]?.closed).toBe(true);
  });

  it('does not wait when the network is back or somebody looks', async () => {
    const it = world(1);
    it.refuseTickets();
    it.connection.start();
    await it.pass(1000 + 2000 + 4000 + 1500);
    const before = it.statuses.filter((status) => status === 'connecting').length;
    const tries = () => it.statuses.filter((status) => status === 'connecting').length - before;
    it.connection.hurry();
    await it.settle();
    it.connection.hurry();
    await it.settle();
    expect(tries()).toBe(1);
    // The second one within a second waits for the end of it.
    await it.pass(1000);
    expect(tries()).toBe(2);
  });

  it('comes back at once though the network was gone for a moment only', async () => {
    const it = await opened();
    await it.pass(200);
    it.connection.offline();
    await it.pass(200);
    it.connection.hurry();
    await it.pass(600);
    expect(it.lines).toHaveLength(2);
  });

  it('asks an open socket whether it still lives when somebody looks', async () => {
    const it = await opened();
    it.connection.hurry();
    expect(pings(it.line().sent)).toBe(2);
    await it.pass(11_000);
    expect(it.lines.length).toBeGreaterThan(1);
  });

  it('lets go when the browser is offline', async () => {
    const it = await opened();
    it.connection.offline();
    expect(it.line().closed).toBe(true);
    expect(it.connection.send({ type: 'ping' })).toBe(false);
    await it.pass(2000);
    expect(it.lines).toHaveLength(1);
    it.connection.hurry();
    await it.settle();
    expect(it.lines).toHaveLength(2);
  });

  it('ends for good when it is stopped, also while a ticket is on its way', async () => {
    const it = world();
    it.connection.start();
    it.connection.stop();
    await it.pass(120_000);
    expect(it.lines).toHaveLength(0);
    expect(it.statuses.at(-1)).toBe('off');
  });

  it('hears nothing from a socket it let go', async () => {
    const it = await opened();
    const old = it.line();
    it.connection.offline();
    old.events.heard('{"type":"typing","from":"u"}');
    old.events.closed();
    expect(it.frames.map(({ type }) => type)).toEqual(['hello']);
    expect(it.statuses.at(-1)).toBe('waiting');
  });
});

describe('frames', () => {
  it('are ignored when they are unknown, broken or lack something', () => {
    for (const text of ['{', 'null', '[]', '"x"', '{"type":"toString"}', '{"type":"tomorrow"}', '{"type":"read"}', 3]) {
      expect(readFrame(text)).toBeUndefined();
    }
    expect(readFrame('{"type":"typing","from":"u","more":1}')).toEqual({ type: 'typing', from: 'u', more: 1 });
  });
});
