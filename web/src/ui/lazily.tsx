/** Pages that are fetched when somebody first goes there. */
import type { FunctionComponent } from 'preact';
import { useResource } from './resource.ts';
import { Failure } from './state.tsx';

export function lazily(load: () => Promise<FunctionComponent>): FunctionComponent {
  let Page: FunctionComponent | undefined;

  return function Lazy() {
    const [state, retry] = useResource(Page ? undefined : 'page', async () => {
      Page = await load();
    });
    if (Page) return <Page />;
    if (state.status === 'error') return <Failure error={state.error} retry={retry} />;
    return <div class="page" aria-busy="true" />;
  };
}
