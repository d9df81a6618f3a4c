/** How the pages look and read for this person. */
import './settings.css';
import { EyeOff, LogIn, LogOut } from 'lucide-preact';
import { useEffect } from 'preact/hooks';
import { Link, useSearch } from 'wouter-preact';
import type { Language } from '../api/types.ts';
import { user } from '../state/session.ts';
import { chooseTheme, theme, themes, type Theme } from '../state/theme.ts';
import { Segments } from '../ui/field.tsx';
import { go } from '../ui/navigation.ts';
import { failed, note } from '../ui/toast.tsx';
import { useTitle } from '../ui/title.ts';
import { Avatar } from '../widgets/avatar.tsx';
import { AccountSettings } from '../widgets/account-settings.tsx';
import { leave } from '../widgets/sign-out.ts';
import { identity } from '../words/identity.ts';
import { chooseLanguage, language, ownNames, words } from '../words/index.ts';

export function SettingsPage() {
  const { settings, menu } = words.value;
  useTitle(settings.heading);
  const someone = user.value;
  const linked = useSearch() === 'linked=google';
  useEffect(() => {
    if (!linked) return;
    go('/settings', { replace: true });
    note(identity.peek().settings.google_linked);
  }, [linked]);
  return (
    <div class="page page--narrow settings">
      <header class="page__head">
        <h1>{settings.heading}</h1>
      </header>
      <section class="settings__part" aria-labelledby="settings-you">
        <h2 id="settings-you">{settings.you}</h2>
        {someone ? (
          <>
            <div class="settings__me">
              <Avatar user={someone} size={56} />
              <div>
                <p class="settings__name">{someone.name}</p>
                <p class="settings__email">{someone.email}</p>
                <p class="settings__proof">
                  {someone.email_verified ? settings.verified : settings.unverified}
                </p>
              </div>
            </div>
            <div class="settings__acts">
              <Link href="/blocked" class="button">
                <EyeOff size={16} aria-hidden="true" />
                {menu.blocked}
              </Link>
              <button type="button" class="button" onClick={() => void leave()}>
                <LogOut size={16} aria-hidden="true" />
                {menu.sign_out}
              </button>
            </div>
          </>
        ) : (
          <>
            <p class="settings__email">{settings.visitor}</p>
            <div class="settings__acts">
              <Link href="/login" class="button button--lit">
                <LogIn size={16} aria-hidden="true" />
                {menu.sign_in}
              </Link>
              <Link href="/register" class="button">
                {menu.register}
              </Link>
            </div>
          </>
        )}
      </section>
      {someone && <AccountSettings person={someone} />}
      <section class="settings__part" aria-labelledby="settings-look">
        <h2 id="settings-look">{settings.look}</h2>
        <div class="settings__row">
          <span aria-hidden="true">{settings.language}</span>
          <Segments<Language>
            label={settings.language}
            value={language.value}
            options={(['es', 'en'] as const).map((value) => ({ value, label: ownNames[value] }))}
            onChange={(next) => void chooseLanguage(next).catch(failed)}
          />
        </div>
        <div class="settings__row">
          <span aria-hidden="true">{settings.theme}</span>
          <Segments<Theme>
            label={settings.theme}
            value={theme.value}
            options={themes.map((value) => ({ value, label: settings.themes[value] }))}
            onChange={chooseTheme}
          />
        </div>
      </section>
    </div>
  );
}
