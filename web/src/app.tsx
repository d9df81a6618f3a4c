/** Which page stands at which address. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Route, Router, Switch, useLocation, useSearch } from 'wouter-preact';
import { Catalogue } from './pages/catalogue.tsx';
import { FilmPage } from './pages/film.tsx';
import { Home } from './pages/home.tsx';
import { Missing } from './pages/missing.tsx';
import { endedUnasked } from './state/session.ts';
import { lazily } from './ui/lazily.tsx';
import { aroundNav, settleScroll } from './ui/navigation.ts';
import { useLocatedHead } from './ui/title.ts';
import { note } from './ui/toast.tsx';
import { Frame } from './widgets/frame.tsx';
import { language, words } from './words/index.ts';

const LoginPage = lazily(async () => (await import('./pages/login.tsx')).LoginPage);
const RegisterPage = lazily(async () => (await import('./pages/register.tsx')).RegisterPage);
const ForgotPage = lazily(async () => (await import('./pages/forgot.tsx')).ForgotPage);
const ResetPage = lazily(async () => (await import('./pages/reset.tsx')).ResetPage);
const VerifyPage = lazily(async () => (await import('./pages/verify.tsx')).VerifyPage);
const BlockedPage = lazily(async () => (await import('./pages/blocked.tsx')).BlockedPage);
const MyListPage = lazily(async () => (await import('./pages/my-list.tsx')).MyListPage);
const NotificationsPage = lazily(
  async () => (await import('./pages/notifications.tsx')).NotificationsPage,
);
const PeoplePage = lazily(async () => (await import('./pages/people.tsx')).PeoplePage);
const PersonPage = lazily(async () => (await import('./pages/person.tsx')).PersonPage);
const MessagesPage = lazily(async () => (await import('./pages/messages.tsx')).MessagesPage);
const ModerationPage = lazily(async () => (await import('./pages/moderation.tsx')).ModerationPage);
const AdminPages = lazily(async () => (await import('./pages/admin.tsx')).AdminPages);
const HelpPage = lazily(async () => (await import('./pages/help.tsx')).HelpPage);
const SettingsPage = lazily(async () => (await import('./pages/settings.tsx')).SettingsPage);

/** Scroll, focus and the title of the document follow the address. */
function Arrivals() {
  const [path] = useLocation();
  const search = useSearch();
  const before = useRef(path);
  useLocatedHead(path);
  // After all of the page has been drawn, not only this part of it.
  useLayoutEffect(() => queueMicrotask(settleScroll), [path, search]);
  useEffect(() => {
    // On a new page a screen reader begins at its top; a new filter keeps the focus where it is.
    if (before.current !== path) document.querySelector<HTMLElement>('#main')?.focus({ preventScroll: true });
    before.current = path;
  }, [path]);
  return null;
}

/** The front page, or the list of films that the address asks for. */
function Front() {
  return useSearch() === '' ? <Home /> : <Catalogue />;
}

export function App() {
  const now = language.value;
  useEffect(() => {
    document.documentElement.lang = now;
  }, [now]);
  const ended = endedUnasked.value;
  useEffect(() => {
    if (!ended) return;
    endedUnasked.value = false;
    note(words.peek().site.session_ended);
  }, [ended]);

  return (
    <Router aroundNav={aroundNav}>
      <Frame>
        <Switch>
          <Route path="/" component={Front} />
          <Route path="/films/:id">{({ id }) => <FilmPage key={id} id={id} />}</Route>
          <Route path="/login" component={LoginPage} />
          <Route path="/register" component={RegisterPage} />
          <Route path="/forgot" component={ForgotPage} />
          <Route path="/reset" component={ResetPage} />
          <Route path="/verify" component={VerifyPage} />
          <Route path="/blocked" component={BlockedPage} />
          <Route path="/my-list" component={MyListPage} />
          <Route path="/notifications" component={NotificationsPage} />
          <Route path="/people" component={PeoplePage} />
          <Route path="/people/:id">{({ id }) => <PersonPage key={id} />}</Route>
          <Route path="/messages/:id?" component={MessagesPage} />
          <Route path="/moderation" component={ModerationPage} />
          <Route path="/admin/*?" component={AdminPages} />
          <Route path="/help" component={HelpPage} />
          <Route path="/settings" component={SettingsPage} />
          <Route>
            <Missing />
          </Route>
        </Switch>
      </Frame>
      <Arrivals />
    </Router>
  );
}
