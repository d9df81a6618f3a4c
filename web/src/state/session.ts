/** Who is signed in. Everything personal on the pages hangs on `session`. */
import { computed, signal } from '@preact/signals';
import { client } from '../api/client.ts';
import { api } from '../api/endpoints.ts';
import { NetworkError } from '../api/errors.ts';
import type { Registration, Session, User } from '../api/types.ts';
import { onTold, tellTabs } from './tabs.ts';

/** `undefined` until the server has been asked. */
export const session = signal<Session | undefined>(undefined);
export const user = computed<User | undefined>(() => session.value?.user);
/** Changes when another person (or nobody) looks at the pages: what was personal is asked for anew. */
export const viewer = computed(() => (session.value ? (session.value.user?.id ?? 'visitor') : undefined));
/** True once when a session ended that this page believed in. */
export const endedUnasked = signal(false);

/** Renewed this long before the end, so that a slow request still arrives in time. */
const leadMs = 60_000;

async function ask(): Promise<Session> {
  const answer = await api.session();
  const endsIn = answer.expires_at ? Date.parse(answer.expires_at) - Date.now() : undefined;
  client.setAccess({
    refreshable: answer.user !== undefined || answer.can_refresh === true,
    // A clock that is wrong by hours would renew on every call; then the 401 decides instead.
    ...(endsIn !== undefined && endsIn > leadMs && { renewAt: Date.now() + endsIn - leadMs }),
  });
  if (answer.user) session.value = answer;
  return answer;
}

function showVisitor(): void {
  client.setAccess({ refreshable: false });
  session.value = {};
}

/** Here and in the browser's other tabs. */
export function becomeVisitor(): void {
  showVisitor();
  tellTabs(undefined);
}

client.onRenewed(async () => {
  await ask();
});
client.onEnded(() => {
  endedUnasked.value = true;
  becomeVisitor();
});
onTold((told) => {
  if (told === undefined) showVisitor();
  else if (told !== user.peek()?.id) void openSession();
});

/** Asks the server who this is; renews access first where only that is missing. */
export async function openSession(): Promise<void> {
  try {
    const answer = await ask();
    if (answer.user) return;
    if (answer.can_refresh) await client.refresh();
  } catch (error) {
    // Offline, or the session is over: the public pages still read.
    if (error instanceof TypeError) throw error;
    if (error instanceof NetworkError) addEventListener('online', () => void openSession(), { once: true });
  }
  if (!session.value?.user) showVisitor();
}

/** The server was told something new about who this is. */
export async function refreshUser(): Promise<void> {
  await ask();
}

/** What a change answered with. */
export function becomeUser(changed: User): void {
  session.value = { ...session.peek(), user: changed };
}

export async function signIn(email: string, password: string): Promise<void> {
  await api.login(email, password);
  tellTabs((await ask()).user?.id);
}

export async function register(registration: Registration): Promise<void> {
  await api.register(registration);
  tellTabs((await ask()).user?.id);
}

export async function signOut(): Promise<void> {
  await api.signOut();
  becomeVisitor();
}
