/** One thing that was said. */
import './bubble.css';
import { ProblemError } from '../../api/errors.ts';
import type { Line } from '../../state/messenger/arrangement.ts';
import type { Chat } from '../../state/messenger/chat.ts';
import { tickOf, type Outgoing, type Transcript } from '../../state/messenger/transcript.ts';
import { PlainText } from '../../ui/plain-text.tsx';
import { fill, moment } from '../../words/index.ts';
import { messagesWords } from '../../words/messages.ts';
import { pictureMessage } from '../../words/pictures.ts';
import { clock } from '../../words/times.ts';
import { PictureView } from './picture.tsx';
import { TickMark } from './ticks.tsx';

function whyFailed(error: unknown): string {
  // What stands in place of the writer says it.
  const isBlocked = error instanceof ProblemError && error.code === 'blocked';
  return isBlocked ? '' : pictureMessage(error);
}

function Failure({ outgoing, chat }: { outgoing: Outgoing; chat: Chat }) {
  const { ticks } = messagesWords.value;
  return (
    <div class="bubble__failure" role="alert">
      <span>
        {ticks.failed} {whyFailed(outgoing.failure)}
      </span>
      <button type="button" class="button button--bare" onClick={() => chat.retry(outgoing.clientId)}>
        {ticks.retry}
      </button>
      <button type="button" class="button button--bare" onClick={() => chat.discard(outgoing.clientId)}>
        {ticks.discard}
      </button>
    </div>
  );
}

function pictureOf(line: Line) {
  if (line.kind === 'outgoing') {
    const { picture, state } = line.outgoing;
    return picture && { ...picture, src: undefined, progress: state === 'sending' ? picture.progress : undefined };
  }
  const { media_url, media_width = 4, media_height = 3 } = line.message;
  if (media_url === undefined) return undefined;
  return { src: media_url, width: media_width, height: media_height, preview: undefined, progress: undefined };
}

export function Bubble(props: {
  line: Line;
  name: string;
  chat: Chat;
  marks: Pick<Transcript, 'deliveredTo' | 'readTo'>;
}) {
  const { line, name, chat, marks } = props;
  const { chat: text, pictures } = messagesWords.value;
  const { mine, at, first, last } = line;
  const picture = pictureOf(line);
  const body = line.kind === 'message' ? line.message.text : line.outgoing.text;
  const time = clock(at);
  const failed = line.kind === 'outgoing' && line.outgoing.state === 'failed';
  const classes = ['bubble-line', mine && 'bubble-line--mine', !first && 'bubble-line--flows', last && 'bubble-line--last'];
  return (
    <li class={classes.filter(Boolean).join(' ')}>
      <div class={picture ? 'bubble bubble--picture' : 'bubble'}>
        <span class="unseen">{mine ? text.you_said : name}: </span>
        {picture && (
          <PictureView {...picture} what={mine ? pictures.mine : fill(pictures.theirs, { name })} />
        )}
        {body !== undefined && (
          <div class="bubble__text" dir="auto" style={{ '--letters': time.length }}>
            <PlainText text={body} />
          </div>
        )}
        <span class="bubble__foot">
          <time dateTime={at} title={moment(at)}>
            {time}
          </time>
          {mine && (
            <TickMark tick={line.kind === 'message' ? tickOf(marks, line.message) : line.outgoing.state} />
          )}
        </span>
      </div>
      {failed && <Failure outgoing={line.outgoing} chat={chat} />}
    </li>
  );
}
