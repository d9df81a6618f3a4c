import { expect, fillRegistration, fillSignIn, findFilm, keep, signUp, somebody, test } from './kenmovie.ts';

test('a visitor reads everything public', async ({ page }) => {
  await page.goto('/');
  await page.locator('.film-card').first().getByRole('link').click();
  await expect(page.getByRole('heading', { name: /^Conversación/ })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'En cartelera' })).toBeVisible();
});

test('a like without an account is counted after registering', async ({ page }) => {
  await page.goto('/');
  await findFilm(page, 'viridiana', 'Viridiana');
  const like = page.locator('.film__acts').getByRole('button', { name: /^Me gusta/ });
  await like.click();
  await keep(page, '07-gate');
  await page.getByRole('dialog').getByRole('button', { name: 'Crear cuenta' }).click();
  await fillRegistration(page, somebody());
  await expect(page.getByRole('heading', { level: 1, name: 'Viridiana' })).toBeVisible();
  await expect(like).toHaveAttribute('aria-pressed', 'true');
});

test('a comment and a report without an account are done after signing in', async ({ page }) => {
  const person = somebody();
  await signUp(page, person);
  await page.context().clearCookies();

  await page.goto('/');
  await findFilm(page, 'relatos', 'Relatos salvajes');
  await page.getByRole('textbox', { name: 'Escribe un comentario' }).fill('La boda, entera.');
  await page.getByRole('button', { name: 'Publicar' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Entrar' }).click();
  await fillSignIn(page, person);
  await expect(page.getByRole('article').filter({ hasText: person.name })).toContainText('La boda, entera.');
  await expect(page.getByRole('textbox', { name: 'Escribe un comentario' })).toHaveValue('');

  await page.context().clearCookies();
  await page.reload();
  await page.getByRole('button', { name: 'Reportar' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Entrar' }).click();
  await fillSignIn(page, person);
  await expect(page.getByRole('dialog', { name: /^Reportar/ })).toBeVisible();
});

test('turning down the offer to sign in changes nothing', async ({ page }) => {
  await page.goto('/');
  await findFilm(page, 'viridiana', 'Viridiana');
  const dislike = page.locator('.film__acts').getByRole('button', { name: /^No me gusta/ });
  const before = await dislike.getAttribute('aria-label');
  await dislike.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ahora no' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(dislike).toBeFocused();
  await expect(dislike).toHaveAttribute('aria-label', before ?? '');
});

test('the form says what is wrong at the field and puts the cursor there', async ({ page }) => {
  await page.goto('/register');
  await page.getByLabel('Nombre').fill('Ana');
  await page.getByLabel('Edad').fill('9');
  await page.getByLabel('Correo electrónico').fill('ana@example.org');
  await page.getByLabel('Contraseña', { exact: true }).fill('password123');
  await page.getByRole('button', { name: 'Crear cuenta', exact: true }).click();
  await expect(page.getByLabel('Edad')).toBeFocused();
  await expect(page.getByText('El mínimo es 13.')).toBeVisible();
  await page.getByLabel('Edad').fill('30');
  await page.getByRole('button', { name: 'Crear cuenta', exact: true }).click();
  await expect(page.getByLabel('Contraseña', { exact: true })).toBeFocused();
  await expect(page.getByText('Es una de las contraseñas más usadas. Elige otra.')).toBeVisible();
});

test('the catalogue grows while one scrolls and is where it was after going back', async ({ page }) => {
  await page.goto('/?sort=popular');
  const cards = page.locator('.film-card a');
  await expect(cards.first()).toBeVisible();
  const first = await cards.count();
  await page.mouse.wheel(0, 30_000);
  await expect.poll(() => cards.count()).toBeGreaterThan(first);
  await cards.nth(first).scrollIntoViewIfNeeded();
  const title = await cards.nth(first).innerText();
  const height = await page.evaluate(() => scrollY);
  expect(height).toBeGreaterThan(500);
  await cards.nth(first).click();
  await expect(page.getByRole('heading', { name: /^Conversación/ })).toBeVisible();
  await page.goBack();
  await expect(cards.nth(first)).toBeInViewport();
  expect(await cards.nth(first).innerText()).toBe(title);
});
