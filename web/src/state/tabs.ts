/** The tabs of one browser tell each other who is signed in, so that none shows what is no longer true. */

type Said = { user: string } | { user: null };

const channel = new BroadcastChannel('km.session');

/** To be called when somebody signed in here, or nobody is signed in any more. */
export function tellTabs(user: string | undefined): void {
  channel.postMessage({ user: user ?? null } satisfies Said);
}

export function onTold(listener: (user: string | undefined) => void): void {
  channel.addEventListener('message', ({ data }: MessageEvent<Said>) => listener(data.user ?? undefined));
}
