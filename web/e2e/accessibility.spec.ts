import { expectAccessible } from './accessible.ts';
import { another, expect, findFilm, idOf, picture, sameOrigin, signInAgain, signUp, somebody, test } from './kenmovie.ts';

test.use({ reducedMotion: 'reduce' });

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

test('the messenger has no serious violations in either theme', async ({ page, browser, site }) => {
  await signUp(page, somebody('Berta Nogal'));
  const other = await another(browser, site, somebody('Simón Arce'));
  for (const text of ['¿La viste? https://example.org/nosferatu', 'Dos veces.']) {
    const data = { client_id: text.slice(0, 5), text };
    await other.request.post(`/api/conversations/${await idOf(page)}/messages`, { data, headers: sameOrigin });
  }
  await page.goto('/messages');
  await expect(page.getByRole('link', { name: /^Simón Arce/ })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/messages/${await idOf(other)}`);
  await page.locator('input[type="file"]').setInputFiles(await picture(page));
  await page.getByRole('button', { name: 'Enviar' }).click();
  await expect(page.locator('.picture img')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Ver en grande/ }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
  await other.context().close();
});

test('framing a face has no serious violations in either theme', async ({ page }) => {
  await signUp(page, somebody());
  await page.goto('/settings');
  await page.locator('.avatar-setting__acts input').setInputFiles(await picture(page));
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
});
