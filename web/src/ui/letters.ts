/** Letters as the server counts them: code points, not UTF-16 units. */
export function lettersIn(text: string): number {
  return Array.from(text).length;
}
