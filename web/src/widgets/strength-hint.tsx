/** How hard a password that is being typed is to guess. */
import './strength-hint.css';
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { strengthOf, type Strength } from '../ui/strength.ts';
import { words } from '../words/index.ts';

type Judge = typeof strengthOf;

/** A rough one until, and unless, the one with the dictionaries has come. */
const judge = signal<Judge>(strengthOf);
let asked = false;

/** More than a megabyte, for a hint: not where people pay for it by the byte or by waiting. */
function isThrifty(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } };
  return connection?.saveData === true || /2g|3g/.test(connection?.effectiveType ?? '');
}

async function askJudge(): Promise<void> {
  if (asked || isThrifty()) return;
  asked = true;
  try {
    judge.value = (await import('../ui/guesses.ts')).guessStrength;
  } catch {
    asked = false;
  }
}

const order: readonly Strength[] = ['weak', 'fair', 'good', 'strong'];

export function StrengthHint(props: { password: string; identity: readonly string[] }) {
  const { account } = words.value;
  const typed = props.password !== '';
  useEffect(() => {
    if (typed) void askJudge();
  }, [typed]);
  if (!typed) return null;
  const strength = judge.value(props.password, props.identity);
  const lit = order.indexOf(strength);
  return (
    <p class={`strength strength--${strength}`} role="status">
      <span class="strength__bars" aria-hidden="true">
        {order.map((name, at) => (
          <span key={name} class={at <= lit ? 'is-lit' : ''} />
        ))}
      </span>
      <span class="unseen">{account.strength}: </span>
      {account.strengths[strength]}
    </p>
  );
}
