/** How far a message came: a clock, one tick, two, two that are lit. */
import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-preact';
import type { Tick } from '../../state/messenger/transcript.ts';
import { messagesWords } from '../../words/messages.ts';

const signs = { sending: Clock, failed: CircleAlert, sent: Check, delivered: CheckCheck, read: CheckCheck };

export function TickMark({ tick }: { tick: Tick | 'sending' | 'failed' }) {
  const Sign = signs[tick];
  return (
    <span class={`tick-mark tick-mark--${tick}`}>
      <Sign size={tick === 'sending' ? 13 : 16} aria-hidden="true" />
      <span class="unseen">{messagesWords.value.ticks[tick]}</span>
    </span>
  );
}
