/** What a view shows when it has nothing to show: empty, failed, not found. */
import './state.css';
import { RotateCw } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { NetworkError, ProblemError } from '../api/errors.ts';
import { online } from '../state/online.ts';
import { messageOf } from '../words/failure.ts';
import { fill, words } from '../words/index.ts';

/** `whole` where this is all the page says. */
export function Nothing(props: {
  heading: string;
  detail?: string;
  whole?: boolean;
  children?: ComponentChildren;
}) {
  const Heading = props.whole ? 'h1' : 'h2';
  return (
    <div class="state">
      <div class="state__screen" aria-hidden="true" />
      <Heading class="state__heading">{props.heading}</Heading>
      {props.detail !== undefined && <p class="state__detail">{props.detail}</p>}
      {props.children}
    </div>
  );
}

/** Tries again by itself when the network comes back. */
export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  const isNetwork = error instanceof NetworkError;
  const isOnline = online.value;
  const wasOnline = useRef(isOnline);
  useEffect(() => {
    if (isNetwork && isOnline && !wasOnline.current) retry();
    wasOnline.current = isOnline;
  }, [isNetwork, isOnline, retry]);
  const { failure, site } = words.value;
  const reference = error instanceof ProblemError && error.status >= 500 ? error.requestId : undefined;
  return (
    <div class="state" role="alert">
      <h2 class="state__heading">{failure.heading}</h2>
      <p class="state__detail">{messageOf(error)}</p>
      {reference !== undefined && (
        <p class="state__reference">{fill(failure.reference, { id: reference })}</p>
      )}
      <button type="button" class="button" onClick={retry}>
        <RotateCw size={16} aria-hidden="true" />
        {site.retry}
      </button>
    </div>
  );
}
