/** What a person wrote: paragraphs, line breaks and links, all built as nodes. */
import { Fragment } from 'preact';
import { linkify } from './linkify.ts';

function Line({ text }: { text: string }) {
  return (
    <>
      {linkify(text).map((piece, at) =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          <a
            key={at}
            class="prose-link"
            href={piece.href}
            target="_blank"
            rel="nofollow ugc noopener noreferrer"
          >
            {piece.text}
          </a>
        ),
      )}
    </>
  );
}

export function PlainText({ text }: { text: string }) {
  return (
    <>
      {text.split(/\n{2,}/).map((paragraph, at) => (
        <p key={at}>
          {paragraph.split('\n').map((line, row) => (
            <Fragment key={row}>
              {row > 0 && <br />}
              <Line text={line} />
            </Fragment>
          ))}
        </p>
      ))}
    </>
  );
}
