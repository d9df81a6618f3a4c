/** Around a list that grows page by page: what it shows while it comes, fails, or has nothing. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Pages } from '../state/pages.ts';
import { Failure } from '../ui/state.tsx';
import { words } from '../words/index.ts';

export function PagesView<T>(props: {
  pages: Pages<T>;
  /** The class that gives a bone the size of an item. */
  bone: string;
  empty: ComponentChildren;
  children: ComponentChildren;
}) {
  const { pages, bone, empty, children } = props;
  useEffect(() => {
    if (pages.items.peek().length === 0) void pages.loadMore();
  }, [pages]);
  const status = pages.status.value;
  const { site } = words.value;
  return (
    <>
      {children}
      {status === 'loading' && (
        <div role="status">
          <span class="unseen">{site.loading}</span>
          {[0, 1, 2].map((at) => (
            <div key={at} class={`${bone} bone`} aria-hidden="true" />
          ))}
        </div>
      )}
      {status === 'error' && (
        <Failure error={pages.failure.value} retry={() => void pages.loadMore()} />
      )}
      {status === 'ready' && pages.items.value.length === 0 && !pages.more.value && empty}
      {status === 'ready' && pages.more.value && (
        <button type="button" class="button button--wide" onClick={() => void pages.loadMore()}>
          {site.more}
        </button>
      )}
    </>
  );
}
