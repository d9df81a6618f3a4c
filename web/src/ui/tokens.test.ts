// @vitest-environment node
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';


const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

type Tokens = Record<string, string>;

function block(selector: string): Tokens {
  const from = css.indexOf(`${selector} {`);
  const body = css.slice(from, css.indexOf('\n}', from));
  const found = [...body.matchAll(/--([\w-]+):\s*(oklch\([^)]*\));/g)];
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, value]));
}

/** Relative luminance of an OKLCH colour (CSS Color 4, WCAG 2). */
function luminance(oklch: string): number {
  const [l = 0, chroma = 0, hue = 0] = (/\(([^/)]*)/.exec(oklch)?.[1] ?? '').trim().split(/\s+/).map(Number);
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (channel: number) => Math.min(1, Math.max(0, channel));
  return (
    0.2126 * clip(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short) +
    0.7152 * clip(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short) +
    0.0722 * clip(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short)
  );
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const dark = block(':root');
const light = { ...dark, ...block(":root[data-theme='light']") };

describe.each([
  ['dark', dark],
  ['light', light],
])('the %s theme', (_name, tokens: Tokens) => {
  const of = (name: string) => {
    const value = tokens[name];
    if (value === undefined) throw new Error(`no token --${name}`);
    return value;
  };
  const surfaces = ['ground', 'raised', 'floating', 'sunk'];

  it.each(['text', 'text-soft', 'text-faint', 'accent', 'good', 'bad', 'warn'])(
    'has %s readable on every surface',
    (ink) => {
      for (const surface of surfaces) {
        expect(contrast(of(ink), of(surface)), surface).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it('has readable bubbles', () => {
    for (const ink of ['text', 'text-soft', 'accent']) {
      expect(contrast(of(ink), of('said')), ink).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(of('seen'), of('said'))).toBeGreaterThanOrEqual(3);
  });

  it('has readable buttons', () => {
    expect(contrast(of('on-lit'), of('lit'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of('on-lit'), of('lit-pressed'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of('on-bad-lit'), of('bad-lit'))).toBeGreaterThanOrEqual(4.5);
  });

  it('has inputs whose edge can be seen', () => {
    expect(contrast(of('edge'), of('ground'))).toBeGreaterThanOrEqual(3);
    expect(contrast(of('edge'), of('raised'))).toBeGreaterThanOrEqual(3);
  });

  it('keeps text readable on the wash of any poster', () => {
    const wash = /--wash-light: ([\d.]+);\s+--wash-chroma: ([\d.]+);/;
    const source = tokens === dark ? css : css.slice(css.indexOf("[data-theme='light']"));
    const [, l = '', chroma = ''] = wash.exec(source) ?? [];
    for (let hue = 0; hue < 360; hue += 10) {
      for (const ink of ['text', 'text-soft']) {
        expect(contrast(of(ink), `oklch(${l} ${chroma} ${hue})`), `${ink} at ${hue}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});
