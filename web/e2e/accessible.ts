/** Nothing that axe knows of stands in the way of people who see, hear or move otherwise. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './kenmovie.ts';

/** Every rule there is, also those that are advice or on trial. */
const kinds = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice', 'experimental'];

async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // No page here has frames, which are what the slower mode is for.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (rules ? axe.withRules(rules) : axe.withTags(kinds)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 300)).join(' | ')}`);
}

/** As it stands, on a desk and on a phone, in both themes. Of all the rules only contrast can tell one theme from the other. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  const found: string[] = [];
  // What the bar covers would count as too small to press.
  await page.evaluate(() => scrollTo(0, 0));
  for (const [width, height] of [
    [1280, 900],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const theme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      const rules = theme === 'light' ? ['color-contrast'] : undefined;
      for (const one of await violations(page, rules)) found.push(`${what}, ${theme}, ${width}: ${one}`);
    }
  }
  expect.soft(found).toEqual([]);
}
