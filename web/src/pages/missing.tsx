import { Link } from 'wouter-preact';
import { Nothing } from '../ui/state.tsx';
import { useTitle } from '../ui/title.ts';
import { words } from '../words/index.ts';

/** No such page, or no such film. */
export function Missing({ film = false }: { film?: boolean }) {
  const { missing } = words.value;
  const heading = film ? missing.film : missing.heading;
  useTitle(heading);
  return (
    <div class="page">
      <Nothing whole heading={heading} detail={film ? missing.film_detail : missing.detail}>
        <Link href="/" class="button button--lit">
          {missing.home}
        </Link>
      </Nothing>
    </div>
  );
}
