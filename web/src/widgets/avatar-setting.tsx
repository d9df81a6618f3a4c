/** In the settings: the picture by which others know somebody. */
import { Camera, Trash } from 'lucide-preact';
import { useRef } from 'preact/hooks';
import { messenger } from '../api/messenger.ts';
import type { User } from '../api/types.ts';
import { upload } from '../api/upload.ts';
import { becomeUser } from '../state/session.ts';
import { dialog, paragraph } from '../ui/dialog.ts';
import { decode, pictureTypes } from '../ui/pictures.ts';
import { note } from '../ui/toast.tsx';
import { messagesWords } from '../words/messages.ts';
import { pictureMessage } from '../words/pictures.ts';
import { askForCrop } from './avatar-crop.tsx';
import { Avatar } from './avatar.tsx';
import { withAccount } from './gate.ts';

async function choose(file: Blob): Promise<void> {
  try {
    const bitmap = await decode(file);
    const saved = await askForCrop(bitmap, async (bytes) => {
      becomeUser(await messenger.wearPicture(await upload('avatar', bytes)));
    });
    bitmap.close();
    if (saved) note(messagesWords.peek().avatar.saved);
  } catch (error) {
    note(pictureMessage(error));
  }
}

async function removePicture(): Promise<void> {
  const { avatar } = messagesWords.peek();
  const question = { title: avatar.remove_question, confirm: avatar.remove, grave: true };
  const decision = await dialog(question, { content: paragraph(avatar.remove_detail) });
  if (decision.kind !== 'confirmed') return;
  const done = await withAccount(undefined, async () => becomeUser(await messenger.removePicture()));
  if (done) note(avatar.removed);
}

export function AvatarSetting({ person }: { person: User }) {
  const { avatar } = messagesWords.value;
  const file = useRef<HTMLInputElement>(null);
  const wears = person.avatar_url !== undefined;
  return (
    <div class="settings__row">
      <div class="avatar-setting">
        <Avatar user={person} size={72} />
        <div class="settings__pair">
          <span class="settings__label">{avatar.label}</span>
          <span class="settings__value">{wears ? avatar.hint : avatar.none}</span>
        </div>
      </div>
      <div class="avatar-setting__acts">
        <input
          ref={file}
          type="file"
          accept={pictureTypes}
          hidden
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            event.currentTarget.value = '';
            if (chosen) void choose(chosen);
          }}
        />
        <button type="button" class="button" onClick={() => file.current?.click()}>
          <Camera size={16} aria-hidden="true" />
          {wears ? avatar.change : avatar.add}
        </button>
        {wears && (
          <button type="button" class="button" onClick={() => void removePicture()}>
            <Trash size={16} aria-hidden="true" />
            {avatar.remove}
          </button>
        )}
      </div>
    </div>
  );
}
