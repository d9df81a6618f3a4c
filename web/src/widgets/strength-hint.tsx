/** How hard a password that is being typed is to guess. */
import './strength-hint.css';
import { strengthOf, type Strength } from '../ui/strength.ts';
import { words } from '../words/index.ts';

const order: readonly Strength[] = ['weak', 'fair', 'good', 'strong'];

export function StrengthHint(props: { password: string; identity: readonly string[] }) {
  const { account } = words.value;
  if (props.password === '') return null;
  const strength = strengthOf(props.password, props.identity);
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
