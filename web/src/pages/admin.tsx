/** What administrators keep: films, API tokens, people's roles. One address each. */
import './admin.css';
import { Wrench } from 'lucide-preact';
import { Link, Route, Switch, useLocation } from 'wouter-preact';
import { useTitle } from '../ui/title.ts';
import { AccountPage } from '../widgets/account-page.tsx';
import { staff } from '../words/staff.ts';
import { lazily } from '../ui/lazily.tsx';
import { FilmList } from './admin/film-list.tsx';
import { EditFilm, NewFilm } from './admin/film-editor.tsx';
import { Roles } from './admin/roles.tsx';
import { Tokens } from './admin/tokens.tsx';
import { Missing } from './missing.tsx';

const ImportFilms = lazily(async () => (await import('./admin/import.tsx')).ImportFilms);

const parts = ['films', 'tokens', 'people'] as const;

function Parts() {
  const { admin } = staff.value;
  const [path] = useLocation();
  return (
    <nav class="admin__parts" aria-label={admin.heading}>
      {parts.map((part) => {
        const here = path.startsWith(`/admin/${part}`) || (part === 'films' && ['/admin', '/admin/import'].includes(path));
        return (
          <Link
            key={part}
            href={`/admin/${part}`}
            class="chip"
            {...(here && { 'aria-current': 'true' as const })}
          >
            {admin.parts[part]}
          </Link>
        );
      })}
    </nav>
  );
}

export function AdminPages() {
  const { admin } = staff.value;
  useTitle(admin.heading);
  return (
    <AccountPage heading={admin.heading} visitor={admin.visitor} scope="movies:create">
      <header class="page__head">
        <Wrench size={28} aria-hidden="true" />
        <h1>{admin.heading}</h1>
      </header>
      <Parts />
      <Switch>
        <Route path="/admin" component={FilmList} />
        <Route path="/admin/films" component={FilmList} />
        <Route path="/admin/import" component={ImportFilms} />
        <Route path="/admin/films/new" component={NewFilm} />
        <Route path="/admin/films/:id">{({ id }) => <EditFilm key={id} id={id} />}</Route>
        <Route path="/admin/tokens" component={Tokens} />
        <Route path="/admin/people" component={Roles} />
        <Route>
          <Missing />
        </Route>
      </Switch>
    </AccountPage>
  );
}
