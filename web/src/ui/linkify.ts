/** Finds the web addresses in what people write. Nothing else in a text has a meaning. */

export type Piece = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string };

/** Only http and https: no `javascript:`, no `data:`. */
const address = /https?:\/\/[^\s<>"'`]+/gi;

const pairs: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** "(see https://a.b/c)." ends before the bracket and the full stop; "https://a.b/c_(film)" keeps its own. */
function withoutTail(url: string): string {
  let end = url.length;
  while (end > 0) {
    const last = url[end - 1] ?? '';
    const open = pairs[last];
    const part = url.slice(0, end);
    const unpaired = open !== undefined && part.split(last).length > part.split(open).length;
    if (!unpaired && !'.,;:!?…»”’'.includes(last)) break;
    end -= 1;
  }
  return url.slice(0, end);
}

export function linkify(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const url = withoutTail(match[0]);
    if (!URL.canParse(url)) continue;
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    pieces.push({ kind: 'link', text: url, href: url });
    from = match.index + url.length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}
