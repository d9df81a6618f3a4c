/** A page that only somebody who is signed in, and may, has. */
import { Fragment, type ComponentChildren } from 'preact';
import type { Scope } from '../api/types.ts';
import { keepIntent } from '../state/intents.ts';
import { online } from '../state/online.ts';
import { may } from '../state/scopes.ts';
import { user, viewer } from '../state/session.ts';
import { go, here } from '../ui/navigation.ts';
import { Nothing } from '../ui/state.tsx';
import { words } from '../words/index.ts';
import { Missing } from '../pages/missing.tsx';

export function AccountPage(props: {
  heading: string;
  /** What a visitor is told. */
  visitor: string;
  /** To somebody without it the page does not exist. */
  scope?: Scope;
  wide?: boolean;
  /** Its parts lay themselves out. */
  whole?: boolean;
  children: ComponentChildren;
}) {
  const { menu, failure } = words.value;
  if (viewer.value === undefined) return <div class="page" aria-busy="true" />;
  if (!user.value && !online.value) {
    // Who looks at it is not known; it will be once the network is back.
    return (
      <div class="page">
        <Nothing whole heading={props.heading} detail={failure.network} />
      </div>
    );
  }
  if (!user.value) {
    return (
      <div class="page">
        <Nothing whole heading={props.heading} detail={props.visitor}>
          <button
            type="button"
            class="button button--lit"
            onClick={() => {
              keepIntent(here());
              go('/login');
            }}
          >
            {menu.sign_in}
          </button>
        </Nothing>
      </div>
    );
  }
  if (props.scope !== undefined && !may(props.scope)) return <Missing />;
  if (props.whole) return <Fragment key={viewer.value}>{props.children}</Fragment>;
  return (
    <div key={viewer.value} class={props.wide ? 'page' : 'page page--narrow'}>
      {props.children}
    </div>
  );
}
