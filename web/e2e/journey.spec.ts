import { expect, fillRegistration, fillSignIn, findFilm, fromMenu, keep, signUp, somebody, test } from './kenmovie.ts';

const film = 'Las margaritas';

test('a person registers, takes part in a conversation, hides a film, leaves and comes back', async ({ page }) => {
  const person = somebody();

  await test.step('registers', async () => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1, name: 'En cartelera' })).toBeVisible();
    await expect(page.locator('.film-card').first()).toBeVisible();
    await keep(page, '01-catalogue');
    await fromMenu(page, 'Crear cuenta');
    await fillRegistration(page, person);
    await expect(page).toHaveURL('/');
  });

  await test.step('finds a film by typing, blind to case and accents', async () => {
    await page.keyboard.press('/');
    const search = page.getByRole('combobox', { name: /^Buscar/ });
    await expect(search).toBeFocused();
    await search.fill('LAS MARGARÍTAS');
    await expect(page.getByRole('option', { name: film })).toBeVisible();
    await keep(page, '02-search');
    await search.press('ArrowDown');
    await search.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: film })).toBeVisible();
  });

  const likes = page.locator('.film__acts').getByRole('button', { name: /^Me gusta/ });
  await test.step('likes it', async () => {
    await expect(likes).toHaveAccessibleName('Me gusta, 0');
    await likes.click();
    await expect(likes).toHaveAccessibleName('Me gusta, 1');
    await page.reload();
    await expect(likes).toHaveAccessibleName('Me gusta, 1');
    await expect(likes).toHaveAttribute('aria-pressed', 'true');
  });

  const comment = page.getByRole('article').filter({ hasText: person.name });
  await test.step('comments', async () => {
    await page.getByRole('textbox', { name: 'Escribe un comentario' }).fill('La vi con mi abuela.\n\nMás en https://example.org/margaritas.');
    await page.getByRole('button', { name: 'Publicar' }).click();
    await expect(comment).toContainText('La vi con mi abuela.');
    await expect(comment.getByRole('link', { name: /^https/ })).toHaveAttribute('href', 'https://example.org/margaritas');
    await expect(page.getByRole('heading', { name: 'Conversación 1' })).toBeVisible();
  });

  await test.step('replies in place', async () => {
    await comment.first().getByRole('button', { name: 'Responder' }).click();
    await page.getByRole('textbox', { name: `Responder a ${person.name}` }).fill('Y lloró.');
    await page.locator('.comment .composer').getByRole('button', { name: 'Responder' }).click();
    await expect(comment).toHaveCount(2);
    await expect(comment.nth(1)).toContainText('Y lloró.');
    await expect(page.getByRole('heading', { name: 'Conversación 2' })).toBeVisible();
  });

  await test.step('edits the comment', async () => {
    await comment.first().getByRole('button', { name: 'Editar' }).click();
    await page.getByRole('textbox', { name: 'Editar tu comentario' }).fill('La vi dos veces con mi abuela.');
    await page.getByRole('button', { name: 'Guardar' }).click();
    await expect(comment.first()).toContainText('La vi dos veces con mi abuela.');
    await expect(comment.first()).toContainText('editado');
  });

  await test.step('reacts to the comment', async () => {
    const like = comment.first().getByRole('button', { name: /^Me gusta/ });
    await like.click();
    await expect(like).toHaveAccessibleName('Me gusta, 1');
    await page.reload();
    await expect(like).toHaveAccessibleName('Me gusta, 1');
    await keep(page, '03-conversation');
  });

  await test.step('deletes both, the answered one leaving a mark while it has a reply', async () => {
    await comment.first().getByRole('button', { name: 'Borrar' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Borrar' }).click();
    await expect(page.locator('.comment__tombstone')).toBeVisible();
    await comment.first().getByRole('button', { name: 'Borrar' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Borrar' }).click();
    await expect(comment).toHaveCount(0);
    await expect(page.getByRole('heading', { name: 'Conversación 0' })).toBeVisible();
  });

  await test.step('reports the film, which leaves the list', async () => {
    await page.getByRole('button', { name: 'Reportar' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Motivo').selectOption({ label: 'Otro motivo' });
    await dialog.getByRole('button', { name: 'Enviar y ocultar' }).click();
    await expect(dialog.getByLabel('Cuéntanos más')).toHaveAttribute('aria-invalid', 'true');
    await keep(page, '04-report');
    await dialog.getByLabel('Cuéntanos más').fill('La ficha mezcla dos películas.');
    await dialog.getByRole('button', { name: 'Enviar y ocultar' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'En cartelera' })).toBeVisible();
    await expect(page.getByText(`“${film}” ya no aparece`)).toBeVisible();
    await page.goto(`/?q=${encodeURIComponent(film)}`);
    await expect(page.getByRole('heading', { name: 'Aquí no hay películas' })).toBeVisible();
  });

  await test.step('finds it among the hidden films and shows it again', async () => {
    await fromMenu(page, 'Películas ocultas');
    const row = page.getByRole('listitem').filter({ hasText: film });
    await expect(row).toContainText('Otro motivo');
    await expect(row).toContainText('La ficha mezcla dos películas.');
    await expect(row).toContainText('En revisión');
    await keep(page, '05-hidden');
    await row.getByRole('button', { name: 'Volver a mostrar' }).click();
    await expect(page.getByRole('heading', { name: 'No has ocultado ninguna película' })).toBeVisible();
    await findFilm(page, 'margaritas', film);
  });

  await test.step('signs out, and in again', async () => {
    await fromMenu(page, 'Salir');
    await expect(page.getByText('Saliste de tu cuenta.')).toBeVisible();
    await page.reload();
    await expect(page.getByRole('button', { name: 'Entrar o crear cuenta' })).toBeVisible();
    await fromMenu(page, 'Entrar');
    await keep(page, '06-sign-in');
    await fillSignIn(page, person);
    await findFilm(page, 'margaritas', film);
    await expect(likes).toHaveAttribute('aria-pressed', 'true');
    await likes.click();
    await expect(likes).toHaveAccessibleName('Me gusta, 0');
  });
});

test('undo brings a reported film back at once', async ({ page }) => {
  await signUp(page, somebody());
  await page.goto('/');
  await findFilm(page, 'touki', 'Touki Bouki');
  await page.getByRole('button', { name: 'Reportar' }).click();
  await page.getByRole('dialog').getByLabel('Motivo').selectOption({ label: 'No me interesa' });
  await page.getByRole('dialog').getByRole('button', { name: 'Enviar y ocultar' }).click();
  await page.getByRole('button', { name: 'Deshacer' }).click();
  await expect(page.getByText('“Touki Bouki” vuelve a tu cartelera.')).toBeVisible();
  await findFilm(page, 'touki', 'Touki Bouki');
  await page.goto('/blocked');
  await expect(page.getByRole('heading', { name: 'No has ocultado ninguna película' })).toBeVisible();
});

test('a spoiler stays covered for others until they ask', async ({ page, browser }) => {
  await signUp(page, somebody('Nuria Ñandú'));
  await page.goto('/');
  await findFilm(page, 'padrino', 'El padrino');
  await page.getByRole('textbox', { name: 'Escribe un comentario' }).fill('Al final cierra la puerta.');
  await page.getByLabel('Cuenta el final o un giro').check();
  await page.getByRole('button', { name: 'Publicar' }).click();
  await expect(page.getByRole('article')).toContainText('Al final cierra la puerta.');

  const visitor = await browser.newPage({ locale: 'es-ES' });
  await visitor.goto(page.url());
  const covered = visitor.getByRole('article').filter({ hasText: 'Nuria Ñandú' });
  await expect(covered.getByText('Este comentario revela parte de la trama.')).toBeVisible();
  await covered.getByRole('button', { name: 'Leer igual' }).click();
  await expect(covered.getByText('Este comentario revela parte de la trama.')).toBeHidden();
  await expect(covered).toContainText('Al final cierra la puerta.');
  await visitor.close();
});
