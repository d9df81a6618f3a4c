/** The one socket of this tab, open while somebody is signed in. */
import { signal } from '@preact/signals';
import { messenger } from '../api/messenger.ts';
import { createConnection, type Line, type LineEvents, type Status } from './connection.ts';
import type { ClientFrame, FrameOf, FrameType, ServerFrame } from './frames.ts';

export const liveStatus = signal<Status>('off');

type Listener = (frame: ServerFrame) => void;
const listeners = new Map<FrameType, Set<Listener>>();

/** `hello` comes after each connection: the moment to ask for what was missed. What comes back ends the listening. */
export function onFrame<T extends FrameType>(type: T, listener: (frame: FrameOf<T>) => void): () => void {
  const all = listeners.get(type) ?? new Set();
  listeners.set(type, all);
  const mine: Listener = (frame) => listener(frame as FrameOf<T>);
  all.add(mine);
  return () => void all.delete(mine);
}

function open(address: string, { opened, heard, closed }: LineEvents): Line {
  const url = new URL(address, location.href);
  url.protocol = url.protocol.replace(/^http/, 'ws');
  const socket = new WebSocket(url);
  socket.onopen = opened;
  socket.onmessage = ({ data }) => heard(data);
  socket.onclose = closed;
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(1000),
  };
}

const connection = createConnection({
  now: () => Date.now(),
  random: () => Math.random(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  ticket: messenger.socketTicket,
  open,
  onFrame: (frame) => {
    for (const listener of [...(listeners.get(frame.type) ?? [])]) listener(frame);
  },
  onStatus: (status) => (liveStatus.value = status),
});

export function say(frame: ClientFrame): boolean {
  return connection.send(frame);
}

let followed = false;

export function openSocket(): void {
  if (!followed) {
    followed = true;
    addEventListener('online', () => connection.hurry());
    addEventListener('offline', () => connection.offline());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) connection.hurry();
    });
  }
  connection.start();
}

export function closeSocket(): void {
  connection.stop();
}
