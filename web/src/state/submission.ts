/**
 * One key for each thing somebody means to send once.
 *
 * Sending the same again (a lost answer, an impatient second press) carries the same
 * key, so that the server makes one of it; changed words are a new intent.
 */
export function createSubmission() {
  let key = '';
  let sent: string | undefined;

  return {
    keyFor(content: unknown): string {
      const now = JSON.stringify(content);
      if (sent !== now) {
        sent = now;
        key = freshKey();
      }
      return key;
    },
    /** It arrived: saying the same once more is meant. */
    settle(): void {
      sent = undefined;
    },
  };
}

/** `crypto.randomUUID` is missing on plain http outside localhost. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
