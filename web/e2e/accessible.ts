/** Nothing that axe knows of stands in the way of people who see, hear or move otherwise. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './kenmovie.ts';

/** Every rule there is, also those that are advice or on trial. */
const kinds = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice', 'experimental'];

/** Of all the rules only these read a colour. */
const colours = ['color-contrast', 'link-in-text-block'];

/** The page as it stands, on a desk and on a phone, in the dark theme and in the light one. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  const found: string[] = [];
  const look = async (kind: string, narrow: (axe: AxeBuilder) => AxeBuilder): Promise<void> => {
    // No page here has frames, which are what the slower mode is for.
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
    for (const { id, nodes } of (await narrow(axe).analyze()).violations) {
      found.push(`${what}, ${kind}: ${id}: ${nodes.map(({ html }) => html.slice(0, 300)).join(' | ')}`);
    }
  };
  // What the bar covers would count as too small to press.
  await page.evaluate(() => scrollTo(0, 0));
  for (const [width, height] of [
    [1280, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await look(`${width} ${theme}`, (axe) => (theme === 'light' ? axe.withTags(kinds) : axe.withRules(colours)));
    }
  }
  expect.soft(found).toEqual([]);
}
