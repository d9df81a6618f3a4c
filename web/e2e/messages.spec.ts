import type { Browser, Page } from '@playwright/test';
import { another, expect, findFilm, idOf, keep, picture, sameOrigin, signUp, somebody, test } from './kenmovie.ts';

/** Two people in one conversation, each at a browser of their own. */
async function two(page: Page, browser: Browser, site: string, names: [mine: string, theirs: string]) {
  await signUp(page, somebody(names[0]));
  const other = await another(browser, site, somebody(names[1]));
  await page.goto(`/messages/${await idOf(other)}`);
  await other.goto(`/messages/${await idOf(page)}`);
  await expect(page.getByRole('heading', { level: 2, name: names[1] })).toBeVisible();
  await expect(other.getByRole('heading', { level: 2, name: names[0] })).toBeVisible();
  return other;
}

const writer = (page: Page) => page.getByRole('textbox', { name: /^Mensaje para/ });
const bubble = (page: Page, text: string) => page.locator('.bubble-line').filter({ hasText: text });

async function write(page: Page, text: string): Promise<void> {
  await writer(page).fill(text);
  await writer(page).press('Enter');
  await expect(bubble(page, text)).toBeVisible();
}

test('a message is found, read and answered, and each sees how far theirs came', async ({ page, browser, site }) => {
  await signUp(page, somebody('Begoña Quirós'));
  const other = await another(browser, site, somebody('Teófilo Ruiz'));
  await other.goto('/');
  await expect(other.getByRole('link', { name: 'Mensajes' }).first()).toBeVisible();

  await page.goto('/messages');
  await page.getByRole('searchbox', { name: 'Buscar a alguien' }).fill('teofilo');
  await page.getByRole('link', { name: /^Teófilo Ruiz/ }).click();
  await expect(page.getByText('Aquí empieza tu conversación con Teófilo Ruiz.')).toBeVisible();
  await write(page, '¿Vamos mañana a la filmoteca?');
  // They are here, and have not looked.
  await expect(bubble(page, 'filmoteca').getByText('Entregado')).toBeAttached();

  await expect(other).toHaveTitle(/^\(1\) /);
  await other.getByRole('link', { name: /^Mensajes.*1 sin leer/ }).first().click();
  await other.getByRole('link', { name: /^Begoña Quirós/ }).click();
  await expect(bubble(other, 'filmoteca')).toBeVisible();
  await expect(bubble(page, 'filmoteca').getByText('Leído')).toBeAttached();
  await expect(other).not.toHaveTitle(/^\(/);

  await writer(other).pressSequentially('Voy', { delay: 20 });
  await expect(page.locator('.bubble--typing')).toBeVisible();
  await expect(page.locator('.chat__state')).toHaveText('Escribiendo…');
  await writer(other).press('Shift+Enter');
  await writer(other).pressSequentially('https://example.org/entradas.');
  await writer(other).press('Enter');
  await expect(bubble(page, 'Voy').getByRole('link')).toHaveAttribute('href', 'https://example.org/entradas');
  await expect(page.locator('.bubble--typing')).toHaveCount(0);
  await expect(bubble(other, 'Voy').getByText('Leído')).toBeAttached();
  await keep(page, '20-messages');
  await keep(other, '20-messages-other');
  await other.context().close();
});

test('a picture is seen before it is sent, on its way, and by the other person', async ({ page, browser, site }) => {
  const other = await two(page, browser, site, ['Lía Cano', 'Raúl Pazos']);
  await page.locator('input[type="file"]').setInputFiles(await picture(page));
  await expect(page.getByRole('img', { name: 'La foto que vas a enviar' })).toBeVisible();
  await writer(page).fill('El cielo de ayer');
  await writer(page).press('Enter');
  const theirs = bubble(other, 'El cielo de ayer').getByRole('button', { name: 'Ver en grande: Foto de Lía Cano' });
  await expect(theirs).toBeVisible();
  const natural = () => theirs.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth);
  await expect.poll(natural).toBe(900);
  await expect(bubble(page, 'El cielo de ayer').getByText('Leído')).toBeAttached();
  await keep(page, '21-picture');
  await theirs.click();
  await expect(other.getByRole('dialog', { name: 'Foto de Lía Cano' })).toBeVisible();
  await other.keyboard.press('Escape');
  await expect(other.getByRole('dialog')).toHaveCount(0);

  await page.locator('input[type="file"]').setInputFiles({
    name: 'nota.png',
    mimeType: 'image/png',
    buffer: Buffer.from('no es una foto'),
  });
  await expect(page.getByText('No pudimos leer esa foto.')).toBeVisible();
  await other.context().close();
});

test('without a network nothing is lost, doubled or out of order', async ({ page, browser, site }) => {
  const other = await two(page, browser, site, ['Nuria Ñandú', 'Íñigo Vera']);
  await write(page, 'antes');
  await expect(bubble(other, 'antes')).toBeVisible();

  await other.context().setOffline(true);
  await expect(other.getByText('Sin conexión.')).toBeVisible();
  await write(page, 'mientras no estabas');
  await write(page, 'ni tampoco ahora');
  await write(other, 'escrito sin red');
  await expect(bubble(other, 'escrito sin red').getByText('Enviando')).toBeAttached();
  await keep(other, '22-offline');
  await other.context().setOffline(false);
  for (const one of [page, other]) {
    await expect(one.locator('.bubble__text')).toHaveText([
      'antes',
      'mientras no estabas',
      'ni tampoco ahora',
      'escrito sin red',
    ]);
  }
  await expect(bubble(page, 'ni tampoco ahora').getByText('Leído')).toBeAttached();

  // The server has it, and its answer never comes.
  await page.route(
    '**/api/conversations/*/messages',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await write(page, 'una sola vez');
  await expect(bubble(other, 'una sola vez')).toBeVisible();
  await expect(bubble(page, 'una sola vez').getByText('Leído')).toBeAttached();
  await page.reload();
  await expect(bubble(page, 'una sola vez')).toHaveCount(1);
  await expect(bubble(other, 'una sola vez')).toHaveCount(1);
  await other.context().close();
});

test('what was written before a reload is still sent', async ({ page, browser, site }) => {
  const other = await two(page, browser, site, ['Ada Mora', 'Gael Ríos']);
  await page.route('**/api/conversations/*/messages', (route) => {
    return route.request().method() === 'POST' ? route.abort() : route.continue();
  });
  await write(page, 'a la segunda');
  await page.unroute('**/api/conversations/*/messages');
  await page.reload();
  await expect(bubble(other, 'a la segunda')).toHaveCount(1);
  await expect(bubble(page, 'a la segunda').getByText('Leído')).toBeAttached();
  await other.context().close();
});

test('two devices of one person agree', async ({ page, browser, site }) => {
  const other = await two(page, browser, site, ['Vera Sanz', 'Hugo Leal']);
  const second = await page.context().newPage();
  await second.goto('/');
  await expect(second.getByRole('link', { name: 'Mensajes' }).first()).toBeVisible();
  await page.goto('/');
  await write(other, 'para las dos');
  await expect(second).toHaveTitle(/^\(1\) /);
  await expect(page).toHaveTitle(/^\(1\) /);
  await page.goto(`/messages/${await idOf(other)}`);
  await expect(bubble(page, 'para las dos')).toBeVisible();
  await expect(second).not.toHaveTitle(/^\(/);
  await second.goto(`/messages/${await idOf(other)}`);
  await write(page, 'desde una');
  await expect(bubble(second, 'desde una')).toHaveCount(1);
  await other.context().close();
});

test('old messages come as one scrolls back, and what is read stays in its place', async ({ page, browser, site }) => {
  test.slow();
  const other = await two(page, browser, site, ['Olga Peral', 'Saúl Boix']);
  const to = await idOf(page);
  for (let n = 1; n <= 70; n += 1) {
    const answer = await other.request.post(`/api/conversations/${to}/messages`, {
      data: { client_id: `n${n}`, text: `Número ${n}.` },
      headers: sameOrigin,
    });
    expect(answer.status()).toBe(201);
  }
  await page.reload();
  await expect(bubble(page, 'Número 70.')).toBeInViewport();
  await expect(bubble(page, 'Número 1.')).toHaveCount(0);
  const log = page.getByRole('log');
  await expect(async () => {
    await log.evaluate((element) => (element.scrollTop = 0));
    await expect(bubble(page, 'Número 1.')).toHaveCount(1, { timeout: 500 });
  }).toPass();
  await expect(page.locator('.bubble')).toHaveCount(70);
  await log.evaluate((element) => (element.scrollTop = 0));
  await write(other, 'la última');
  await page.getByRole('button', { name: 'Ir a lo último' }).click();
  await expect(bubble(page, 'la última')).toBeInViewport();
  await expect(bubble(other, 'la última').getByText('Leído')).toBeAttached();
  await other.context().close();
});

test('who is blocked cannot write, and can again', async ({ page, browser, site }) => {
  const other = await two(page, browser, site, ['Inés Rubio', 'Óscar Lema']);
  await write(other, 'hola');
  await expect(bubble(page, 'hola')).toBeVisible();
  await page.getByRole('button', { name: 'Más acciones con Óscar Lema' }).click();
  await page.getByRole('menuitem', { name: 'Bloquear' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Bloquear' }).click();
  await expect(page.getByText('Bloqueaste a Óscar Lema: ninguno puede escribir al otro.')).toBeVisible();
  await expect(writer(page)).toHaveCount(0);
  await keep(page, '23-blocked');

  await write(other, '¿sigues ahí?');
  await expect(other.getByText('uno de los dos bloqueó al otro')).toBeVisible();
  await expect(bubble(other, '¿sigues ahí?').getByRole('alert')).toContainText('No se envió.');

  await page.getByRole('main').getByRole('button', { name: 'Desbloquear' }).click();
  await expect(writer(page)).toBeVisible();
  await other.getByRole('button', { name: 'Reintentar' }).click();
  await expect(bubble(page, '¿sigues ahí?')).toBeVisible();
  await other.context().close();
});

test('a face is framed, worn, seen by others, and taken off', async ({ page, browser, site }) => {
  await signUp(page, somebody('Delia Fraga'));
  await page.goto('/settings');
  await page.locator('.avatar-setting__acts input').setInputFiles(await picture(page, 1400, 900));
  const dialog = page.getByRole('dialog', { name: 'Encuadra tu foto' });
  await dialog.getByRole('application').press('+');
  await dialog.getByRole('application').press('ArrowLeft');
  await keep(page, '24-crop');
  await dialog.getByRole('button', { name: 'Guardar' }).click();
  await expect(page.getByText('Tu foto está puesta.')).toBeVisible();
  const other = await another(browser, site, somebody('Bruno Sáez'));
  await other.goto(`/people/${await idOf(page)}`);
  const face = other.locator('.profile .avatar img');
  await expect.poll(() => face.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);
  await other.getByRole('link', { name: 'Mensaje', exact: true }).click();
  await expect(other.getByRole('heading', { level: 2, name: 'Delia Fraga' })).toBeVisible();

  await page.getByRole('button', { name: 'Quitar la foto' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Quitar la foto' }).click();
  await expect(page.getByText('Quitaste tu foto.')).toBeVisible();
  await expect(page.locator('.settings .avatar img')).toHaveCount(0);
  await other.context().close();
});

test('comments of others arrive while one reads', async ({ page, browser, site }) => {
  await signUp(page, somebody('Mar Gil'));
  const other = await another(browser, site, somebody('Noé Prado'));
  await page.goto('/');
  await findFilm(page, 'viridiana', 'Viridiana');
  await page.getByRole('textbox', { name: 'Escribe un comentario' }).fill('La cena lo es todo.');
  await page.getByRole('button', { name: 'Publicar' }).click();
  await expect(page.getByRole('article').filter({ hasText: 'La cena' })).toBeVisible();
  await other.goto(page.url());

  await other.getByRole('textbox', { name: 'Escribe un comentario' }).fill('Y la comba.');
  await other.getByRole('button', { name: 'Publicar' }).click();
  const show = page.getByRole('button', { name: 'Ver 1 comentario nuevo' });
  await expect(show).toBeVisible();
  await keep(page, '25-arrivals');
  await show.click();
  await expect(page.getByRole('article').first()).toContainText('Y la comba.');

  const cena = other.getByRole('article').filter({ hasText: 'La cena' });
  await cena.getByRole('button', { name: 'Responder' }).click();
  await other.getByRole('textbox', { name: 'Responder a Mar Gil' }).fill('Menos el final.');
  await other.locator('.comment .composer').getByRole('button', { name: 'Responder' }).click();
  await expect(page.getByRole('article').filter({ hasText: 'Menos el final.' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Tu cuenta.*1 sin leer/ })).toBeVisible();
  await other.context().close();
});
