import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/button.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { watchLetters } from './state/letters.ts';
import { keepLive } from './state/live.ts';
import { openSession } from './state/session.ts';
import { followTheme } from './state/theme.ts';
import { watchUnread } from './state/unread.ts';
import { keepShell } from './state/worker.ts';
import { keepFocus } from './ui/focus.ts';
import { watchScroll } from './ui/navigation.ts';
import { trustNothingElse } from './ui/trusted.ts';
import { openLanguage } from './words/index.ts';

const root = document.querySelector('#app');
if (!root) throw new Error('the page has no place for the app');

trustNothingElse();
watchLetters();
followTheme();
keepFocus(root);
watchScroll();
watchUnread();
keepLive();
keepShell();
void openSession();
void openLanguage().then(() => {
  // What the server wrote there for a first look is replaced, not taken over.
  root.replaceChildren();
  render(<App />, root);
});
