/** Every piece of text and every number that enters a poster passes through here. */

const FORBIDDEN = /[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/gu;

/**
 * Text as one line without what XML forbids (control characters, lone surrogates) and without bidi overrides,
 * which could turn a credit around.
 */
export const clean = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').replace(FORBIDDEN, '').trim();

export const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** A coordinate with one decimal, as short as SVG allows. */
export const short = (value: number): string => String(Math.round(value * 10) / 10).replace(/^(-?)0\./, '$1.');

export const bytes = (text: string): number => new TextEncoder().encode(text).length;
