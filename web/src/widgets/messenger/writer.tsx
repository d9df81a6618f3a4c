/** Where a message is written: Enter sends, Shift and Enter begins a line; pictures come by button, paste or drop. */
import './writer.css';
import { ImagePlus, SendHorizontal, X } from 'lucide-preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Chat } from '../../state/messenger/chat.ts';
import { tellTyping } from '../../state/messenger/index.ts';
import { dropDraft, draftOf, keepDraft } from '../../state/drafts.ts';
import { lettersIn } from '../../ui/letters.ts';
import { pictureIn, pictureTypes } from '../../ui/pictures.ts';
import { count, fill, words } from '../../words/index.ts';
import { messagesWords } from '../../words/messages.ts';
import type { Attachment } from './attachment.ts';

const most = 4000;
/** From here on the writer is told how much room is left. */
const tellBelow = 200;

/** For browsers that do not size a text area by its content. */
const sizesItself = CSS.supports('field-sizing', 'content');

function Attached({ attachment }: { attachment: Attachment }) {
  const { write } = messagesWords.value;
  const { picture, busy, drop } = attachment;
  if (!picture && !busy) return null;
  return (
    <div class="writer__attached">
      {picture ? <img src={picture.preview} alt={write.attached} /> : <span class="bone" aria-hidden="true" />}
      <button type="button" class="writer__detach" aria-label={write.detach} onClick={drop}>
        <X size={18} aria-hidden="true" />
      </button>
    </div>
  );
}

export function Writer({ chat, name, attachment }: { chat: Chat; name: string; attachment: Attachment }) {
  const { write } = messagesWords.value;
  const { talk } = words.value;
  const place = `message.${chat.me}.${chat.them}`;
  const [text, setText] = useState(() => draftOf(place)?.body ?? '');
  const area = useRef<HTMLTextAreaElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const { picture, busy, take, drop } = attachment;

  useEffect(() => keepDraft(place, { body: text, spoiler: false }), [place, text]);
  useEffect(() => {
    // After the page has taken the focus to its top. Where a keyboard would cover half the screen, it waits.
    if (!matchMedia('(pointer: fine)').matches) return;
    const timer = setTimeout(() => area.current?.focus({ preventScroll: true }));
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (picture) area.current?.focus();
  }, [picture]);
  useLayoutEffect(() => {
    const element = area.current;
    if (!element || sizesItself) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);

  const trimmed = text.trim();
  const left = most - lettersIn(trimmed);
  const sendable = (trimmed !== '' || picture !== undefined) && left >= 0 && !busy;

  function send(): void {
    if (!sendable) return;
    const { preview = '', width = 0, height = 0, bytes } = picture ?? {};
    chat.send(trimmed, picture && { preview, width, height, progress: 0 }, bytes);
    setText('');
    dropDraft(place);
    drop();
  }

  return (
    <form
      class="writer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
        area.current?.focus();
      }}
    >
      <div class="writer__box">
        <Attached attachment={attachment} />
        <input
          ref={file}
          type="file"
          accept={pictureTypes}
          hidden
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen) void take(chosen);
            event.currentTarget.value = '';
          }}
        />
        <button type="button" class="writer__act" aria-label={write.attach} onClick={() => file.current?.click()}>
          <ImagePlus size={22} aria-hidden="true" />
        </button>
        <textarea
          ref={area}
          class="writer__text"
          rows={1}
          aria-label={fill(write.label, { name })}
          placeholder={write.placeholder}
          enterkeyhint="send"
          value={text}
          aria-invalid={left < 0}
          onInput={(event) => {
            setText(event.currentTarget.value);
            if (event.currentTarget.value.trim() !== '') tellTyping(chat.them);
          }}
          onPaste={(event) => {
            const pasted = pictureIn(event.clipboardData);
            if (!pasted) return;
            event.preventDefault();
            void take(pasted);
          }}
          onKeyDown={(event) => {
            // While an input method composes, Enter is its own.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button
          type="submit"
          class="writer__act writer__send"
          aria-label={write.send}
          aria-disabled={!sendable}
        >
          <SendHorizontal size={20} aria-hidden="true" />
        </button>
      </div>
      {left < tellBelow && (
        <p class={left < 0 ? 'writer__left writer__left--over' : 'writer__left'} role="status">
          {left < 0 ? count(talk.over, -left) : count(talk.left, left)}
        </p>
      )}
    </form>
  );
}
