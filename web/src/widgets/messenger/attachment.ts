/** The picture that somebody is about to send. */
import { useRef, useState } from 'preact/hooks';
import { PictureError, readyPicture, type ReadyPicture } from '../../ui/pictures.ts';
import { failed, note } from '../../ui/toast.tsx';
import { messagesWords } from '../../words/messages.ts';

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
      if (error instanceof PictureError) note(messagesWords.peek().pictures[error.fault]);
      else failed(error);
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
