/** Nothing that axe knows of stands in the way of people who see, hear or move otherwise. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './kenmovie.ts';

/** Every rule there is, also those that are advice or on trial. */
const kinds = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice', 'experimental'];

/** The page as it stands, on a desk and on a phone. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  const found: string[] = [];
  // What the bar covers would count as too small to press.
  await page.evaluate(() => scrollTo(0, 0));
  for (const [width, height] of [
    [1280, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    // No page here has frames, which are what the slower mode is for.
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] }).withTags(kinds);
    for (const { id, nodes } of (await axe.analyze()).violations) {
      found.push(`${what}, ${width}: ${id}: ${nodes.map(({ html }) => html.slice(0, 300)).join(' | ')}`);
    }
  }
  expect.soft(found).toEqual([]);
}
