/** A person's picture, or their initials on a colour that is always the same for them. */
import './avatar.css';
import { useState } from 'preact/hooks';
import type { Author } from '../api/types.ts';

function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const letters = parts.length > 1 ? [parts[0], parts.at(-1)] : [parts[0]];
  return letters.map((part) => Array.from(part ?? '')[0] ?? '').join('').toUpperCase();
}

function hueOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 360;
  return sum;
}

export function Avatar({ user, size = 40 }: { user: Author | undefined; size?: number }) {
  const [broken, breakIt] = useState<string>();
  const picture = user?.avatar_url;
  const style = { '--avatar-size': `${size}px`, '--hue': hueOf(user?.id ?? '') };
  const drawn = picture === undefined || picture === broken;
  return (
    <span
      class={user ? 'avatar' : 'avatar avatar--nobody'}
      style={style}
      aria-hidden="true"
      // A drawing, not words: what it stands in is named by the whole name.
      {...(drawn && { 'data-initials': initials(user?.name ?? '') })}
    >
      {!drawn && (
        <img
          src={picture}
          alt=""
          width={size}
          height={size}
          loading="lazy"
          onError={() => breakIt(picture)}
        />
      )}
    </span>
  );
}
