/** One route: who may call it, what it takes, what it answers, how to try it. */
import { useState } from 'preact/hooks';
import type { Route } from '../../state/reference.ts';
import { help } from '../../words/help.ts';
import { fill, number } from '../../words/index.ts';
import { CodeBlock } from './code-block.tsx';
import { Members, Type } from './members.tsx';

function Body({ route }: { route: Route }) {
  const text = help.value;
  const per: Partial<Record<string, string>> = text.per;
  const { scope, open, limit, parameters, body, answer, problems, example } = route;
  return (
    <div class="route__body">
      <p class="members__facts">
        <span>{open ? text.open : text.signed_in}</span>
        {scope !== undefined && <span>{fill(text.scope, { scope })}</span>}
        {limit && (
          <span>
            {fill(text.limit, {
              quota: number(limit.quota),
              seconds: number(limit.window_seconds),
              per: per[limit.per] ?? limit.per,
            })}
          </span>
        )}
      </p>
      {parameters.length > 0 && (
        <>
          <h4>{text.parameters}</h4>
          <Members members={parameters} />
        </>
      )}
      {body.length > 0 && (
        <>
          <h4>{text.body}</h4>
          <Members members={body} />
        </>
      )}
      <h4>{text.answer}</h4>
      <p class="members__facts">
        <code>{answer.status}</code>
        {answer.shape ? <Type shape={answer.shape} /> : <span>{text.nothing}</span>}
        <span>
          {text.problems} {problems.join(', ')}
        </span>
      </p>
      <h4>{text.example}</h4>
      <CodeBlock text={example} />
    </div>
  );
}

/** Drawn when it is opened first: there are many. */
export function RouteView({ route }: { route: Route }) {
  const [seen, see] = useState(false);
  return (
    <details class="route" onToggle={() => see(true)}>
      <summary>
        <span class={`route__method route__method--${route.method.toLowerCase()}`}>{route.method}</span>
        <code class="route__path">{route.path}</code>
        <span class="route__summary" lang="en">
          {route.summary}
        </span>
      </summary>
      {seen && <Body route={route} />}
    </details>
  );
}
