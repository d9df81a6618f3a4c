/** The picture that somebody is about to send. */
import { useRef, useState } from 'preact/hooks';
import { readyPicture, type ReadyPicture } from '../../ui/pictures.ts';
import { note } from '../../ui/toast.tsx';
import { pictureMessage } from '../../words/pictures.ts';

export function useAttachment() {
  const [picture, setPicture] = useState<ReadyPicture>();
  const [busy, setBusy] = useState(false);
  const turn = useRef(0);

  async function take(file: Blob): Promise<void> {
    const mine = ++turn.current;
    setBusy(true);
    try {
      const ready = await readyPicture(file);
      if (mine === turn.current) setPicture(ready);
    } catch (error) {
      note(pictureMessage(error));
    } finally {
      if (mine === turn.current) setBusy(false);
    }
  }

  function drop(): void {
    turn.current += 1;
    setPicture(undefined);
    setBusy(false);
  }

  return { picture, busy, take, drop };
}

export type Attachment = ReturnType<typeof useAttachment>;
