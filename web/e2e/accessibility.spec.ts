import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, findFilm, signInAgain, signUp, somebody, test } from './kenmovie.ts';

test.use({ reducedMotion: 'reduce' });

async function expectNoSeriousViolations(page: Page, rules?: string[]): Promise<void> {
  // No page here has frames, which are what the slower mode is for.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
}

/** Of all the rules only contrast can tell one theme from the other. */
async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expectNoSeriousViolations(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expectNoSeriousViolations(page, ['color-contrast']);
}

test('the pages of a visitor have no serious violations in either theme', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('.film-card a').first()).toBeVisible();
  await expectAccessible(page);
  for (const path of ['/login', '/register', '/settings', '/blocked', '/my-list', '/messages', '/nowhere']) {
    await page.goto(path);
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    await expectAccessible(page);
  }
});

test('a film, its conversation and its dialogs have no serious violations in either theme', async ({ page }) => {
  await signUp(page, somebody());
  await page.goto('/');
  await findFilm(page, 'nosferatu', 'Nosferatu, una sinfonía del horror');
  await page.getByRole('textbox', { name: 'Escribe un comentario' }).fill('La sombra sube la escalera.');
  await page.getByRole('button', { name: 'Publicar' }).click();
  await expect(page.getByRole('article').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Tu cuenta/ }).click();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Reportar' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
});

test('the pages of somebody who is signed in have no serious violations in either theme', async ({ page }) => {
  await signUp(page, somebody());
  await page.goto('/');
  await findFilm(page, 'viridiana', 'Viridiana');
  await page.getByRole('main').getByRole('button', { name: 'Mi lista' }).click();
  for (const path of ['/my-list', '/notifications', '/people', '/settings']) {
    await page.goto(path);
    await expect(page.locator('main .bone')).toHaveCount(0);
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    await expectAccessible(page);
  }
});

test('a person and the question whether to block them have no serious violations in either theme', async ({ page }) => {
  await signUp(page, somebody('Otra Persona'));
  await page.context().clearCookies();
  await signUp(page, somebody());
  await page.goto('/people');
  await page.getByRole('link', { name: /Otra Persona/ }).first().click();
  await page.getByRole('button', { name: 'Bloquear' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
});

test('the pages of those who keep the site have no serious violations in either theme', async ({ page, server }) => {
  const admin = somebody();
  await signUp(page, admin);
  await server.grant(admin, 'admin');
  await signInAgain(page, admin);
  for (const path of ['/moderation', '/admin/films', '/admin/films/new', '/admin/tokens', '/admin/people']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('main .bone')).toHaveCount(0);
    await expectAccessible(page);
  }
  await page.goto('/admin/tokens');
  await page.getByRole('button', { name: 'Nueva llave' }).click();
  await page.getByRole('dialog').getByLabel('Permisos').selectOption('own');
  await expectAccessible(page);
});
