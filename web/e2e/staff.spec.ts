import { expect, findFilm, fromMenu, keep, sameOrigin, signInAgain, signUp, somebody, test } from './kenmovie.ts';

test('a moderator decides, and whoever reported reads why', async ({ page, browser, site, server }) => {
  const reporter = await browser.newPage({ baseURL: site, locale: 'es-ES' });
  await signUp(reporter, somebody());
  await reporter.goto('/');
  await findFilm(reporter, 'relatos', 'Relatos salvajes');
  await reporter.getByRole('main').getByRole('button', { name: 'Reportar' }).click();
  const form = reporter.getByRole('dialog');
  await form.getByLabel('Motivo').selectOption({ label: 'Otro motivo' });
  await form.getByLabel('Cuéntanos más').fill('Falta media sinopsis.');
  await form.getByRole('button', { name: 'Enviar y ocultar' }).click();
  await expect(reporter.getByText('ya no aparece')).toBeVisible();

  const moderator = somebody('Mara Soto');
  await signUp(page, moderator);
  await server.grant(moderator, 'moderator');
  await signInAgain(page, moderator);
  await page.goto('/');
  await fromMenu(page, 'Moderación');
  await expect(page.getByRole('heading', { level: 1, name: 'Moderación' })).toBeVisible();
  const one = page.getByRole('listitem').filter({ hasText: 'Relatos salvajes' });
  await expect(one).toContainText('Falta media sinopsis.');
  await keep(page, '20-moderation');
  await one.getByRole('button', { name: 'Aceptar' }).click();
  await page.getByRole('dialog').getByLabel(/^Nota/).fill('La completamos hoy.');
  await page.getByRole('dialog').getByRole('button', { name: 'Aceptar' }).click();
  await expect(page.getByText('Reporte aceptado.')).toBeVisible();
  await expect(one).toHaveCount(0);
  await page.getByRole('radio', { name: 'Aceptados' }).check();
  await expect(one).toContainText('Tu nota: La completamos hoy.');

  await reporter.goto('/notifications');
  await reporter.getByRole('link', { name: /Aceptamos tu reporte de “Relatos salvajes”/ }).click();
  await expect(reporter.getByRole('listitem').filter({ hasText: 'Relatos salvajes' })).toContainText('La completamos hoy.');
  await reporter.close();
});

test('pages for staff are not there for others', async ({ page }) => {
  await signUp(page, somebody());
  for (const path of ['/moderation', '/admin']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: 'Esta sala está vacía' })).toBeVisible();
  }
});

test('an administrator adds a film, is told what is wrong, meets a conflict, and deletes it', async ({ page, server }) => {
  const admin = somebody('Ada Admin');
  await signUp(page, admin);
  await server.grant(admin, 'admin');
  await signInAgain(page, admin);
  await page.goto('/admin');
  await page.getByRole('link', { name: 'Nueva película' }).click();
  await page.getByLabel('Título', { exact: true }).fill('La sala doce');
  await page.getByLabel('Año').fill('1700');
  await page.getByLabel('Imagen del póster').fill('ftp://ejemplo');
  await page.getByRole('button', { name: 'Añadir' }).click();
  await expect(page.getByText('El mínimo es 1888.')).toBeVisible();
  await expect(page.getByLabel('Imagen del póster')).toHaveAttribute('aria-invalid', 'true');
  await keep(page, '21-film-problems');
  await page.getByLabel('Año').fill('1999');
  await page.getByLabel('Imagen del póster').fill('');
  await page.getByLabel('Drama', { exact: true }).check();
  await page.getByRole('button', { name: 'Añadir' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'La sala doce' })).toBeVisible();

  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await page.goto(`/admin/films/${id}`);
  await page.getByLabel('Título', { exact: true }).fill('La sala trece');
  await page.request.patch(`/api/movies/${id}`, {
    data: { year: 2001 },
    headers: sameOrigin,
  });
  await page.getByRole('button', { name: 'Guardar', exact: true }).click();
  await expect(page.getByText('Otra persona cambió esta ficha')).toBeVisible();
  await page.getByRole('button', { name: 'Guardar la mía encima' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'La sala trece' })).toBeVisible();

  await page.goto('/admin/films');
  await page.getByRole('searchbox', { name: 'Buscar por título o persona' }).fill('sala trece');
  await page.getByRole('button', { name: 'Borrar “La sala trece”' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Borrar' }).click();
  await expect(page.getByText('“La sala trece” se borró.')).toBeVisible();
});

test('an administrator makes a token, sees its secret once, revokes it, and gives a role', async ({ page, server }) => {
  const admin = somebody('Ada Admin');
  const member = somebody('Paz Vega');
  await signUp(page, member);
  await page.context().clearCookies();
  await signUp(page, admin);
  await server.grant(admin, 'admin');
  await signInAgain(page, admin);
  await page.goto('/admin/tokens');
  await page.getByRole('button', { name: 'Nueva llave' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nombre').fill('Cine de barrio');
  await dialog.getByRole('button', { name: 'Crear llave' }).click();
  await expect(dialog.getByLabel('Llave secreta')).toHaveValue(/^km_/);
  await keep(page, '22-token');
  await dialog.getByRole('button', { name: 'Ya la guardé' }).click();
  await page.getByRole('button', { name: 'Revocar “Cine de barrio”' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revocar' }).click();
  await expect(page.getByText('ya no sirve')).toBeVisible();

  await page.getByRole('link', { name: 'Personas' }).first().click();
  await page.getByRole('searchbox', { name: 'Buscar por nombre o correo' }).fill(member.email);
  await page.getByLabel('Papel de Paz Vega').selectOption({ label: 'Moderación' });
  await page.getByRole('dialog').getByRole('button', { name: 'Cambiar' }).click();
  await expect(page.getByText('Paz Vega: Moderación.')).toBeVisible();
});

test('an administrator imports films out of a file, and the same file once more adds nothing', async ({ page, server }) => {
  const admin = somebody();
  await signUp(page, admin);
  await server.grant(admin, 'admin');
  await signInAgain(page, admin);
  await page.goto('/admin');
  await page.getByRole('link', { name: 'Importar' }).click();
  const tag = test.info().project.name;
  const films = [{ title: `La primera ${tag}`, year: 2001, genres: ['Drama'] }, { title: `La segunda ${tag}` }, { title: 'Vieja', year: 1700 }];
  const file = {
    name: 'films.jsonl',
    mimeType: 'application/jsonl',
    buffer: Buffer.from(films.map((film) => JSON.stringify(film)).join('\n')),
  };
  const choose = () => page.getByLabel(/archivo/).setInputFiles(file);
  await choose();
  await expect(page.getByText('2 películas listas · 1 con problemas')).toBeVisible();
  await expect(page.getByText('Año: El mínimo es 1888.')).toBeVisible();
  await page.getByRole('button', { name: 'Importar 2 películas' }).click();
  await expect(page.getByText('2 añadidas')).toBeVisible();
  await keep(page, '23-import');
  await page.reload();
  await choose();
  await page.getByRole('button', { name: 'Importar 2 películas' }).click();
  await expect(page.getByText('0 añadidas, 2 ya estaban')).toBeVisible();
  await findFilm(page, `La segunda ${tag}`, `La segunda ${tag}`);
});
