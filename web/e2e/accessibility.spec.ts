import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, fillRegistration, findFilm, somebody, test } from './kenmovie.ts';

async function expectNoSeriousViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
}

for (const theme of ['dark', 'light'] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ colorScheme: theme, reducedMotion: 'reduce' });

    test('the pages of a visitor have no serious violations', async ({ page }) => {
      await page.goto('/');
      await expect(page.locator('.film-card a').first()).toBeVisible();
      await expectNoSeriousViolations(page);
      for (const path of ['/login', '/register', '/settings', '/blocked', '/nowhere']) {
        await page.goto(path);
        await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
        await expectNoSeriousViolations(page);
      }
    });

    test('a film, its conversation and its dialogs have no serious violations', async ({ page }) => {
      await page.goto('/register');
      await fillRegistration(page, somebody());
      await findFilm(page, 'nosferatu', 'Nosferatu, una sinfonía del horror');
      await page.getByRole('textbox', { name: 'Escribe un comentario' }).fill('La sombra sube la escalera.');
      await page.getByRole('button', { name: 'Publicar' }).click();
      await expect(page.getByRole('article').first()).toBeVisible();
      await expectNoSeriousViolations(page);
      await page.getByRole('button', { name: /^Tu cuenta/ }).click();
      await expectNoSeriousViolations(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Reportar' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectNoSeriousViolations(page);
    });
  });
}
