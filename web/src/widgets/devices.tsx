/** Where one is signed in, and who tried to be. */
import { useState } from 'preact/hooks';
import { api } from '../api/endpoints.ts';
import type { ListedSession, SignInRecord } from '../api/types.ts';
import { dialog, paragraph } from '../ui/dialog.ts';
import { useResource } from '../ui/resource.ts';
import { Failure } from '../ui/state.tsx';
import { note } from '../ui/toast.tsx';
import { identity } from '../words/identity.ts';
import { ago, fill, moment } from '../words/index.ts';
import { withAccount } from './gate.ts';

const bones = <div class="settings__bone bone" aria-hidden="true" />;

function Device({ device, onEnd }: { device: ListedSession; onEnd: () => void }) {
  const { settings } = identity.value;
  const browser = device.browser === '' ? settings.unknown_browser : device.browser;
  return (
    <li class="settings__item">
      <div>
        <p class="settings__what">
          {browser}
          {device.current && <span class="settings__badge">{settings.this_device}</span>}
        </p>
        <p class="settings__facts">
          <span>{fill(settings.last_seen, { when: ago(device.last_seen_at) })}</span>
          <span>{fill(settings.since, { when: moment(device.created_at) })}</span>
          {device.address !== '' && <span>{device.address}</span>}
        </p>
      </div>
      {!device.current && (
        <button
          type="button"
          class="button"
          aria-label={fill(settings.end_named, { browser })}
          onClick={onEnd}
        >
          {settings.end}
        </button>
      )}
    </li>
  );
}

export function Devices() {
  const { settings } = identity.value;
  const [devices, retry] = useResource('devices', api.sessions);
  const [ended, setEnded] = useState<readonly string[]>([]);
  const items =
    devices.status === 'ready' ? devices.value.items.filter(({ id }) => !ended.includes(id)) : [];

  async function end(id: string): Promise<void> {
    if (!(await withAccount(undefined, () => api.endSession(id)))) return;
    setEnded((before) => [...before, id]);
    note(settings.ended);
  }

  async function endOthers(): Promise<void> {
    const decision = await dialog(
      { title: settings.end_others_question, confirm: settings.end_others },
      { content: paragraph(settings.end_others_detail) },
    );
    if (decision.kind !== 'confirmed') return;
    if (!(await withAccount(undefined, () => api.endOtherSessions()))) return;
    retry();
    note(settings.others_ended);
  }

  if (devices.status === 'error') return <Failure error={devices.error} retry={retry} />;
  if (devices.status === 'loading') return bones;
  return (
    <>
      <ul class="settings__list">
        {items.map((device) => (
          <Device key={device.id} device={device} onEnd={() => void end(device.id)} />
        ))}
      </ul>
      {items.length > 1 && (
        <div class="settings__acts">
          <button type="button" class="button" onClick={() => void endOthers()}>
            {settings.end_others}
          </button>
        </div>
      )}
    </>
  );
}

function Entry({ entry }: { entry: SignInRecord }) {
  const { settings } = identity.value;
  const known: Partial<Record<string, string>> = { ...settings.methods, ...settings.outcomes };
  return (
    <li class="settings__item">
      <div>
        <p class="settings__what">
          {moment(entry.at)}
          <span
            class={entry.outcome === 'signed_in' ? 'settings__badge' : 'settings__badge settings__badge--bad'}
          >
            {known[entry.outcome]}
          </span>
        </p>
        <p class="settings__facts">
          <span>{known[entry.method]}</span>
          {entry.machine && <span>{settings.machine}</span>}
          <span>{entry.browser === '' ? settings.unknown_browser : entry.browser}</span>
          {entry.address !== '' && <span>{entry.address}</span>}
        </p>
      </div>
    </li>
  );
}

const shownAtFirst = 5;

export function SignIns() {
  const { settings } = identity.value;
  const [entries, retry] = useResource('sign-ins', api.signIns);
  const [all, showAll] = useState(false);
  if (entries.status === 'error') return <Failure error={entries.error} retry={retry} />;
  if (entries.status === 'loading') return bones;
  const { items } = entries.value;
  if (items.length === 0) return <p class="settings__hint">{settings.sign_ins_none}</p>;
  return (
    <>
      <ul class="settings__list">
        {(all ? items : items.slice(0, shownAtFirst)).map((entry, at) => (
          <Entry key={`${entry.at}${at}`} entry={entry} />
        ))}
      </ul>
      {!all && items.length > shownAtFirst && (
        <div class="settings__acts">
          <button type="button" class="button" onClick={() => showAll(true)}>
            {settings.all_sign_ins}
          </button>
        </div>
      )}
    </>
  );
}
