/** Pages that are fetched when somebody first goes there, and parts of pages that come after the rest. */
import type { FunctionComponent } from 'preact';
import { useResource } from './resource.ts';
import { Failure } from './state.tsx';

/** A `quiet` part shows nothing while it comes, nor if it does not come. */
export function lazily<P extends object = object>(
  load: () => Promise<FunctionComponent<P>>,
  quiet = false,
): FunctionComponent<P> {
  let Page: FunctionComponent<P> | undefined;

  return function Lazy(props: P) {
    const [state, retry] = useResource(Page ? undefined : 'page', async () => {
      Page = await load();
    });
    if (Page) return <Page {...props} />;
    if (quiet) return null;
    if (state.status === 'error') return <Failure error={state.error} retry={retry} />;
    return <div class="page" aria-busy="true" />;
  };
}
