/** What is somebody's own: who they are, how they come in, what is held on them. */
import { MailWarning } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/endpoints.ts';
import type { Language, User } from '../api/types.ts';
import { askConfig, google } from '../state/config.ts';
import { becomeUser } from '../state/session.ts';
import { Segments } from '../ui/field.tsx';
import { note } from '../ui/toast.tsx';
import { community } from '../words/community.ts';
import { identity } from '../words/identity.ts';
import { count, fill, ownNames } from '../words/index.ts';
import { changeAge, changeEmail, changeName, changePassword, deleteAccount } from './account-changes.tsx';
import { AvatarSetting } from './avatar-setting.tsx';
import { BlockedPeople } from './blocked-people.tsx';
import { Devices, SignIns } from './devices.tsx';
import { withAccount } from './gate.ts';
import { googleLink } from './google-way.tsx';

function Unproven({ person }: { person: User }) {
  const { settings, verify } = identity.value;
  const [busy, setBusy] = useState(false);

  async function send(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const sent = await withAccount(undefined, () => api.askVerification());
    setBusy(false);
    if (sent) note(fill(verify.sent, { email: person.email }));
  }

  return (
    <div class="settings__banner" role="note">
      <MailWarning size={20} aria-hidden="true" />
      <p>{fill(settings.unproven, { email: person.email })}</p>
      <button type="button" class="button" aria-busy={busy} onClick={() => void send()}>
        {verify.again}
      </button>
    </div>
  );
}

function Row(props: { label: string; value: string; act: string; name: string; run: () => Promise<void> }) {
  return (
    <div class="settings__row">
      <div class="settings__pair">
        <span class="settings__label">{props.label}</span>
        <span class="settings__value">{props.value}</span>
      </div>
      <button type="button" class="button" aria-label={props.name} onClick={() => void props.run()}>
        {props.act}
      </button>
    </div>
  );
}

async function save(): Promise<void> {
  let held: unknown;
  const done = await withAccount(undefined, async () => (held = await api.exportAccount()));
  if (!done) return;
  const file = new Blob([JSON.stringify(held, undefined, 2)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'kenmovie.json';
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  note(identity.peek().settings.exported);
}

async function chooseMailLanguage(language: Language): Promise<void> {
  const done = await withAccount(undefined, async () => becomeUser(await api.changeAccount({ language })));
  if (done) note(identity.peek().settings.saved);
}

function Part(props: { id: string; heading: string; lead?: string; children: ComponentChildren }) {
  return (
    <section class="settings__part" aria-labelledby={props.id}>
      <h2 id={props.id}>{props.heading}</h2>
      {props.lead !== undefined && <p class="settings__hint">{props.lead}</p>}
      {props.children}
    </section>
  );
}

export function AccountSettings({ person }: { person: User }) {
  const { settings } = identity.value;
  const { people } = community.value;
  useEffect(() => void askConfig(), []);
  const { change } = settings;
  return (
    <>
      {!person.email_verified && <Unproven person={person} />}
      <Part id="settings-profile" heading={settings.profile}>
        <AvatarSetting person={person} />
        <Row
          label={settings.name}
          value={person.name}
          act={change}
          name={settings.change_name}
          run={() => changeName(person)}
        />
        <Row
          label={settings.age}
          value={person.age === undefined ? settings.no_age : count(settings.years, person.age)}
          act={change}
          name={settings.change_age}
          run={() => changeAge(person)}
        />
        <Row
          label={settings.email}
          value={person.email}
          act={change}
          name={settings.change_email}
          run={() => changeEmail(person)}
        />
        <Row
          label={settings.password}
          value={person.has_password ? settings.has_password : settings.no_password}
          act={person.has_password ? change : settings.set}
          name={person.has_password ? settings.change_password : settings.set_password}
          run={() => changePassword(person)}
        />
        {google.value && (
          <div class="settings__row">
            <div class="settings__pair">
              <span class="settings__label">{settings.google}</span>
              <span class="settings__value">{settings.google_hint}</span>
            </div>
            <a class="button" href={googleLink}>
              {settings.google_link}
            </a>
          </div>
        )}
        <div class="settings__row">
          <span aria-hidden="true">{settings.mail_language}</span>
          <Segments<Language>
            label={settings.mail_language}
            value={person.language}
            options={(['es', 'en'] as const).map((value) => ({ value, label: ownNames[value] }))}
            onChange={(language) => void chooseMailLanguage(language)}
          />
        </div>
      </Part>
      <Part id="settings-devices" heading={settings.devices} lead={settings.devices_lead}>
        <Devices key={person.id} />
      </Part>
      <Part id="settings-sign-ins" heading={settings.sign_ins} lead={settings.sign_ins_lead}>
        <SignIns key={person.id} />
      </Part>
      <Part id="settings-blocked" heading={people.blocked_heading} lead={people.blocked_lead}>
        <BlockedPeople key={person.id} />
      </Part>
      <Part id="settings-data" heading={settings.data}>
        <div class="settings__row">
          <span class="settings__hint">{settings.export_hint}</span>
          <button type="button" class="button" onClick={() => void save()}>
            {settings.export}
          </button>
        </div>
        <div class="settings__row">
          <span class="settings__hint">{settings.remove_hint}</span>
          <button type="button" class="button button--grave" onClick={() => void deleteAccount(person)}>
            {settings.remove}
          </button>
        </div>
      </Part>
    </>
  );
}
