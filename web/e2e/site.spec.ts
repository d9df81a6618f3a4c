import { expect, findFilm, fromMenu, keep, signUp, somebody, test } from './kenmovie.ts';

test('the front page shows one film large, a shelf for each order, and the genres', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'En cartelera' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Ver película' })).toBeVisible();
  for (const name of ['Populares', 'Mejor valoradas', 'Más recientes']) {
    await expect(page.getByRole('region', { name, exact: true }).getByRole('listitem')).not.toHaveCount(0);
  }
  // What is pushed along within a shelf does not widen the page.
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.getByRole('region', { name: 'Por género' }).getByRole('link', { name: /^Comedia/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Comedia' })).toBeVisible();
  await page.goBack();
  await page.getByRole('link', { name: 'Ver todas: Más recientes' }).click();
  await expect(page).toHaveURL('/?sort=newest');
  await expect(page.getByRole('heading', { level: 1, name: 'Todas las películas' })).toBeVisible();
});

test('a shelf draws the posters that are near, and the others before one comes to them', async ({ page }) => {
  await page.goto('/');
  const cards = page.getByRole('region', { name: 'Más recientes' }).getByRole('listitem');
  await expect(cards).not.toHaveCount(0);
  const drawn = cards.locator('.poster > img:first-child[src]');
  const all = await cards.count();
  await expect(page.getByRole('region', { name: 'Populares' }).locator('.poster > img[src]').first()).toBeVisible();
  expect(await drawn.count()).toBeLessThan(all);
  // Every film is a link from the start, drawn or not.
  await expect(cards.getByRole('link')).toHaveCount(all);
  const last = cards.last().getByRole('link');
  await last.focus();
  await expect(last).toBeInViewport();
  await expect(cards.last().locator('.poster > img')).toHaveAttribute('src', /^data:image/);
});

test('a page names, describes and locates itself while one moves about', async ({ page }) => {
  await page.goto('/');
  const description = page.locator('meta[name="description"]');
  const canonical = page.locator('link[rel="canonical"]');
  await expect(description).toHaveAttribute('content', /^KenMovie: /);
  await findFilm(page, 'viridiana', 'Viridiana');
  await expect(page).toHaveTitle('Viridiana · KenMovie');
  await expect(description).not.toHaveAttribute('content', /^KenMovie: /);
  await expect(canonical).toHaveAttribute('href', page.url());
  await page.goto('/no/such/page');
  await expect(page.getByRole('heading', { level: 1, name: 'Esta sala está vacía' })).toBeVisible();
});

test('what the server wrote of a film into the head goes with it', async ({ page }) => {
  const { items } = (await (await page.request.get('/api/movies?limit=1')).json()) as { items: { id: string }[] };
  const path = `/films/${items[0]?.id ?? ''}`;
  const shared = page.locator('meta[property^="og:"], meta[name^="twitter:"], script[type="application/ld+json"]');
  const canonical = page.locator('link[rel="canonical"]');
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(shared).not.toHaveCount(0);
  await expect(canonical).toHaveAttribute('href', new RegExp(path));
  // Held back, so that nothing of the next page has come.
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((done) => (letGo = done));
  await page.route(/\/assets\/(people|help)-.*\.js/, async (route) => held.then(() => route.continue()));
  await page.getByRole('contentinfo').getByRole('link', { name: /API/ }).click();
  await expect(page).toHaveURL('/help');
  await expect(shared).toHaveCount(0);
  await expect(canonical).toHaveAttribute('href', /\/help$/);
  letGo();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('the settings of the menu change the name, by keyboard alone', async ({ page }) => {
  await signUp(page, somebody());
  await page.goto('/');
  await page.getByRole('button', { name: /^Tu cuenta/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  const settings = page.getByRole('menuitem', { name: 'Ajustes', exact: true });
  await settings.focus();
  await page.keyboard.press('ArrowRight');
  const name = page.getByRole('menuitem', { name: 'Cambiar nombre' });
  await expect(name).toBeFocused();
  await keep(page, '20-settings-menu');
  await page.keyboard.press('Escape');
  await expect(settings).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(name).toBeFocused();
  await page.keyboard.press('Enter');
  const field = page.getByRole('dialog').getByLabel('Nombre');
  await expect(field).toBeFocused();
  await field.fill('N');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Necesita al menos 2 caracteres.')).toBeVisible();
  await expect(field).toBeFocused();
  await field.fill('Núria');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Tu cuenta: Núria' })).toBeVisible();
});

test('the tabs of a browser agree on who is signed in', async ({ page, context }) => {
  await signUp(page, somebody());
  await page.goto('/');
  const other = await context.newPage();
  await other.goto('/my-list');
  await expect(other.getByRole('button', { name: /^Tu cuenta/ })).toBeVisible();
  await fromMenu(page, 'Salir');
  await expect(other.getByRole('button', { name: 'Entrar o crear cuenta' })).toBeVisible();
  await expect(other.getByText('Entra')).not.toHaveCount(0);
});

test('help for API clients shows every route with what it takes', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Ayuda para clientes de la API' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ayuda para clientes de la API' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Buscar una ruta' }).fill('put rating');
  const route = page.locator('details.route').filter({ hasText: '/api/movies/{id}/rating' });
  await expect(page.getByText('1 ruta', { exact: true })).toBeVisible();
  await route.locator('summary').click();
  await expect(route).toContainText('ratings:write');
  await expect(route).toContainText('score');
  await expect(route).toContainText('1–10');
  await expect(route.locator('pre')).toContainText('curl -X PUT');
  await keep(page, '21-help');
  await route.getByRole('link', { name: 'RatingTally' }).click();
  await expect(page.locator('#object-RatingTally')).toContainText('histogram');
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });

  test('the pages open and say what to do', async ({ page, context }) => {
    await page.goto('/');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await context.setOffline(true);
    await page.goto('/my-list');
    await expect(page.getByText('Sin conexión.')).toBeVisible();
    await expect(page.getByRole('main')).toContainText('No hay conexión con KenMovie.');
    await page.goto('/?q=viridiana');
    await expect(page.getByRole('alert')).toContainText('No hay conexión con KenMovie.');
    await keep(page, '22-offline');
    await context.setOffline(false);
    await expect(page.getByRole('main').getByRole('link', { name: /^Viridiana/ })).toBeVisible();
  });
});
