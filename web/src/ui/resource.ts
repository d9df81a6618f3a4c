/** Something that is asked for once when a view opens. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

export type Resource<T> =
  | { status: 'loading' }
  | { status: 'ready'; value: T }
  | { status: 'error'; error: unknown };

/** Asks anew when `key` changes; not at all while it is `undefined`. */
export function useResource<T>(
  key: string | undefined,
  load: () => Promise<T>,
): [Resource<T>, retry: () => void] {
  const [state, setState] = useState<Resource<T>>({ status: 'loading' });
  const turn = useRef(0);
  const latestLoad = useRef(load);
  latestLoad.current = load;

  const ask = useCallback(() => {
    const mine = ++turn.current;
    setState({ status: 'loading' });
    latestLoad.current().then(
      (value) => mine === turn.current && setState({ status: 'ready', value }),
      (error: unknown) => mine === turn.current && setState({ status: 'error', error }),
    );
  }, []);

  useEffect(() => {
    if (key !== undefined) ask();
    return () => void (turn.current += 1);
  }, [key, ask]);

  return [state, ask];
}
