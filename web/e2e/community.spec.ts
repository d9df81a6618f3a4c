import type { Page } from '@playwright/test';
import { another, expect, findFilm, fromMenu, keep, signUp, somebody, test } from './kenmovie.ts';

async function comment(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Escribe un comentario' }).fill(text);
  await page.getByRole('button', { name: 'Publicar' }).click();
  await expect(page.getByRole('article').filter({ hasText: text })).toBeVisible();
}

async function more(page: Page, text: string, entry: string | RegExp): Promise<void> {
  const article = page.getByRole('article').filter({ hasText: text });
  await article.getByRole('button', { name: /^Más acciones/ }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

test('a film is rated with the keyboard and with the pointer, and the score is taken back', async ({ page }) => {
  await signUp(page, somebody());
  await page.goto('/');
  await findFilm(page, 'metropolis', 'Metrópolis');
  const stars = page.getByRole('slider', { name: 'Tu nota' });
  await expect(stars).toHaveAttribute('aria-valuetext', 'Sin nota');
  await stars.focus();
  for (let step = 0; step < 7; step += 1) await page.keyboard.press('ArrowRight');
  await expect(stars).toHaveAttribute('aria-valuetext', '3,5 de 5 estrellas');
  const average = page.locator('.rating__average');
  await expect(average).toContainText('3,5');
  await page.reload();
  await expect(stars).toHaveAttribute('aria-valuetext', '3,5 de 5 estrellas');

  const area = page.locator('.stars-input');
  const box = await area.boundingBox();
  await area.click({ position: { x: (box?.width ?? 0) * 0.95, y: 10 } });
  await expect(stars).toHaveAttribute('aria-valuetext', '5 de 5 estrellas');
  await expect(page.getByRole('listitem').filter({ hasText: '5 estrellas: 1 voto' }).first()).toBeAttached();
  await keep(page, '10-rating');
  await page.getByRole('button', { name: 'Quitar tu nota' }).click();
  await expect(page.getByText('Nadie la ha puntuado todavía.')).toBeVisible();
});

test('a film is kept in the list and taken off it', async ({ page }) => {
  await signUp(page, somebody());
  await page.goto('/');
  await findFilm(page, 'viridiana', 'Viridiana');
  const list = page.getByRole('main').getByRole('button', { name: 'Mi lista' });
  await list.click();
  await expect(list).toHaveAttribute('aria-pressed', 'true');
  await fromMenu(page, 'Mi lista');
  await expect(page.locator('.film-card')).toHaveCount(1);
  await keep(page, '11-my-list');
  await page.getByRole('button', { name: 'Quitar “Viridiana” de mi lista' }).click();
  await expect(page.getByRole('heading', { name: 'Tu lista está vacía' })).toBeVisible();
  await page.getByRole('button', { name: 'Deshacer' }).click();
  await expect(page.locator('.film-card')).toHaveCount(1);
});

test('a reply notifies, a muted thread does not', async ({ page, browser, site }) => {
  await signUp(page, somebody('Nuria Ñandú'));
  await page.goto('/');
  await findFilm(page, 'diligencia', 'La diligencia');
  await comment(page, 'El mar piensa por nosotros.');
  const address = page.url();

  const other = await another(browser, site, somebody('Teo Ruiz'));
  const reply = async (text: string) => {
    await other.goto(address);
    await other.getByRole('article').first().getByRole('button', { name: 'Responder' }).click();
    await other.getByRole('textbox', { name: 'Responder a Nuria Ñandú' }).fill(text);
    await other.locator('.comment .composer').getByRole('button', { name: 'Responder' }).click();
    await expect(other.getByRole('article').filter({ hasText: text })).toBeVisible();
  };
  await reply('Y no le importa.');

  await page.reload();
  await expect(page.getByRole('button', { name: /^Tu cuenta.*1 sin leer/ })).toBeVisible();
  await fromMenu(page, 'Notificaciones');
  const notice = page.getByRole('link', { name: /Teo Ruiz te respondió en “La diligencia”/ });
  await expect(notice).toContainText('Y no le importa.');
  await expect(page.getByRole('button', { name: /sin leer/ })).toHaveCount(0);
  await keep(page, '12-notifications');
  await notice.click();
  await expect(page.locator('.comment--sought')).toContainText('Y no le importa.');
  await expect(page.locator('.comment--sought')).toBeInViewport();

  await more(page, 'El mar piensa', 'Silenciar el hilo');
  await expect(page.getByText('Este hilo ya no te avisará.')).toBeVisible();
  await reply('De verdad que no.');
  await page.goto('/notifications');
  await expect(notice).toHaveCount(1);
  await other.context().close();
});

test('a reported comment goes for its reporter alone', async ({ page, browser, site }) => {
  const other = await another(browser, site, somebody('Teo Ruiz'));
  await other.goto('/');
  await findFilm(other, 'nueve reinas', 'Nueve reinas');
  await comment(other, 'Vendo entradas, escríbeme.');

  await signUp(page, somebody());
  await page.goto(other.url());
  await more(page, 'Vendo entradas', 'Reportar');
  const dialog = page.getByRole('dialog', { name: 'Reportar el comentario de Teo Ruiz' });
  await dialog.getByLabel('Motivo').selectOption({ label: 'Publicidad o spam' });
  await keep(page, '13-report-comment');
  await dialog.getByRole('button', { name: 'Enviar y ocultar' }).click();
  await expect(page.getByText('Ese comentario ya no te aparece.')).toBeVisible();
  const reported = page.getByRole('article').filter({ hasText: 'Vendo entradas' });
  await expect(reported).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { name: /^Conversación/ })).toBeVisible();
  await expect(reported).toHaveCount(0);
  await other.context().close();
});

test('people who are blocked are not read, cannot be answered, and can come back', async ({ page, browser, site }) => {
  const other = await another(browser, site, somebody('Óscar Peña'));
  await other.goto('/');
  await findFilm(other, 'ladron', 'Ladrón de bicicletas');
  await comment(other, 'La segunda es mejor.');

  await signUp(page, somebody());
  await page.goto(other.url());
  await comment(page, 'La primera, siempre.');
  const theirs = page.getByRole('article').filter({ hasText: 'La segunda es mejor.' });
  await theirs.getByRole('link', { name: 'Óscar Peña' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Óscar Peña' })).toBeVisible();
  await other.reload();
  await expect(other.getByRole('article').filter({ hasText: 'La primera, siempre.' })).toBeVisible();

  await page.getByRole('button', { name: 'Bloquear' }).click();
  await keep(page, '14-block');
  await page.getByRole('dialog').getByRole('button', { name: 'Bloquear' }).click();
  await expect(page.getByText('Bloqueaste a esta persona')).toBeVisible();

  const mine = other.getByRole('article').filter({ hasText: 'La primera, siempre.' });
  await mine.getByRole('button', { name: 'Responder' }).click();
  await other.locator('.comment .composer textarea').fill('¿Seguro?');
  await other.locator('.comment .composer').getByRole('button', { name: 'Responder' }).click();
  await expect(other.getByText('uno de los dos bloqueó al otro')).toBeVisible();

  await page.goto(other.url());
  await expect(page.getByRole('article').filter({ hasText: 'La primera' })).toBeVisible();
  await expect(theirs).toHaveCount(0);
  await fromMenu(page, 'Personas');
  await page.getByRole('searchbox', { name: 'Buscar por nombre' }).fill('oscar');
  await expect(page.getByRole('heading', { name: 'Nadie con ese nombre' })).toBeVisible();

  await page.goto('/settings');
  await page.getByRole('button', { name: 'Desbloquear a Óscar Peña' }).click();
  await expect(page.getByText('No has bloqueado a nadie.')).toBeVisible();
  await page.goto('/people');
  await page.getByRole('searchbox', { name: 'Buscar por nombre' }).fill('oscar');
  await expect(page.getByRole('link', { name: /^Óscar Peña/ })).toBeVisible();
  await other.context().close();
});
