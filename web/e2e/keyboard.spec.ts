/** Every main journey with keys alone. One always sees where one is, and is never thrown back to the top of the page. */
import type { Locator, Page } from '@playwright/test';
import { another, expect, idOf, sameOrigin, signInAgain, signUp, somebody, test } from './kenmovie.ts';

test.use({ reducedMotion: 'reduce', viewport: { width: 1280, height: 900 } });

/** What has the focus, if nothing on the page shows it. */
function unseen(): string | undefined {
  const at = document.activeElement;
  if (!at || at === document.body) return undefined;
  const near = [at, at.parentElement, at.parentElement?.parentElement, at.nextElementSibling, at.closest('form, label')];
  const isRinged = near.some((element) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
  });
  const { width, height } = at.getBoundingClientRect();
  return isRinged && width > 0 && height > 0 ? undefined : `${at.tagName} ${at.className}: ${at.textContent.slice(0, 100)}`;
}

/** Walks with Tab until it stands on `target`. */
async function walkTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toBeAttached();
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let step = 0; step < 120; step += 1) {
    if (await isThere()) return;
    await page.keyboard.press(key);
    expect(await page.evaluate(unseen), 'the focus is seen').toBeUndefined();
  }
  throw new Error(`no way with ${key} to ${String(target)}`);
}

async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await walkTo(page, target);
  await page.keyboard.press(key);
}

const expectFocusKept = (page: Page) =>
  expect.poll(() => page.evaluate(() => document.activeElement?.tagName), 'the focus is somewhere').not.toBe('BODY');

/** What is typed from here on is written somewhere. */
const expectWriting = (page: Page) =>
  expect.poll(() => page.evaluate(() => document.activeElement?.tagName), 'a text is being written').toBe('TEXTAREA');

/** Opens a dialog, walks round in it, leaves it with Escape, and stands where it was opened. */
async function intoAndOut(page: Page, opener: Locator): Promise<void> {
  await press(page, opener);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  const isInside = () => dialog.evaluate((element) => element.contains(document.activeElement));
  await expect.poll(isInside).toBe(true);
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    expect(await isInside()).toBe(true);
    expect(await page.evaluate(unseen)).toBeUndefined();
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();
}

const main = (page: Page) => page.getByRole('main');
const button = (page: Page, name: string | RegExp) => main(page).getByRole('button', { name, exact: true }).first();

/** From an open menu. */
async function choose(page: Page, entry: string): Promise<void> {
  const item = page.getByRole('menuitem', { name: entry });
  for (let step = 0; step < 12 && !(await item.evaluate((one) => one === document.activeElement)); step += 1) {
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(unseen)).toBeUndefined();
  }
  await page.keyboard.press('Enter');
}

async function fromMenu(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: /^Tu cuenta/ }).focus();
  await page.keyboard.press('Enter');
  await choose(page, entry);
}

async function openFilm(page: Page, words: string, title: string): Promise<void> {
  await page.goto('/?sort=popular');
  await expect(page.locator('.film-card').first()).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type(words);
  await expect(page.getByRole('option', { name: title })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Conversación/ })).toBeVisible();
}

test('the first key leads past the bar, and the search opens and closes', async ({ page }) => {
  await page.goto('/?sort=popular');
  await expect(page.locator('.film-card').first()).toBeVisible();
  // What still comes is drawn among the stops of the walk.
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Ir al contenido' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(main(page)).toBeFocused();
  await press(page, page.locator('.film-card a').nth(2));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(main(page)).toBeFocused();

  await page.keyboard.press('/');
  const search = page.getByRole('combobox', { name: /^Buscar/ });
  await expect(search).toBeFocused();
  await page.keyboard.type('nosferatu');
  await expect(page.getByRole('listbox')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox')).toHaveCount(0);
  await expect(search).toHaveValue('nosferatu');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^Resultados/ })).toBeVisible();
});

test('a film is rated, liked, kept, talked about and reported', async ({ page }) => {
  await signUp(page, somebody());
  await openFilm(page, 'metropolis', 'Metrópolis');

  const stars = page.getByRole('slider', { name: 'Tu nota' });
  const like = page.locator('.film__acts').getByRole('button', { name: /^Me gusta/ });
  await press(page, like, 'Space');
  await expect(like).toHaveAccessibleName('Me gusta, 1');
  const list = button(page, 'Mi lista');
  await press(page, list);
  await expect(list).toHaveAttribute('aria-pressed', 'true');
  await intoAndOut(page, button(page, 'Reportar'));
  await walkTo(page, stars);
  for (let step = 0; step < 7; step += 1) await page.keyboard.press('ArrowRight');
  await expect(stars).toHaveAttribute('aria-valuetext', '3,5 de 5 estrellas');
  await press(page, button(page, 'Quitar tu nota'));
  await expect(page.getByText('Nadie la ha puntuado todavía.')).toBeVisible();
  await expectFocusKept(page);

  await walkTo(page, page.getByRole('textbox', { name: 'Escribe un comentario' }));
  await page.keyboard.type('La ciudad de arriba.');
  await press(page, button(page, 'Publicar'));
  const article = page.getByRole('article');
  await expect(article).toHaveCount(1);
  await expectFocusKept(page);

  const reply = article.first().getByRole('button', { name: 'Responder' }).first();
  await press(page, reply);
  await expect(page.getByRole('textbox', { name: /^Responder a/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(reply).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: /^Responder a/ })).toBeFocused();
  await page.keyboard.type('Y la de abajo.');
  await page.keyboard.press('Control+Enter');
  await expect(article).toHaveCount(2);
  await expectFocusKept(page);

  const edit = article.nth(1).getByRole('button', { name: 'Editar' });
  await press(page, edit);
  await expectWriting(page);
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Las dos.');
  await page.keyboard.press('Control+Enter');
  await expect(article.nth(1)).toContainText('Las dos.');
  await expect(edit).toBeFocused();

  const more = article.nth(1).getByRole('button', { name: /^Más acciones/ });
  await press(page, more);
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();
  const remove = article.nth(1).getByRole('button', { name: 'Borrar' });
  await walkTo(page, remove, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Borrar' }));
  await expect(article).toHaveCount(1);
  await expectFocusKept(page);
});

test('the settings and each of their dialogs', async ({ page }) => {
  await signUp(page, somebody());
  await page.goto('/');
  for (const name of ['Cambiar nombre', 'Cambiar contraseña', 'Borrar la cuenta']) {
    await fromMenu(page, 'Ajustes');
    await choose(page, name);
    await expect(page.getByRole('dialog').locator('input').first()).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('button', { name: /^Tu cuenta/ })).toBeFocused();
  }
  await fromMenu(page, 'Ajustes');
  await expect(page.getByRole('menuitem', { name: 'Cambiar nombre' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem', { name: 'Ajustes' })).toBeFocused();
  await page.keyboard.press('Enter');
  await choose(page, 'Todos los ajustes');
  await expect(main(page)).toBeFocused();
  for (const name of ['Cambiar nombre', 'Cambiar edad', 'Cambiar correo', 'Cambiar contraseña', 'Borrar la cuenta']) {
    await intoAndOut(page, button(page, name));
  }
  await button(page, 'Cambiar nombre').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByLabel('Nombre')).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('x');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByLabel('Nombre')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('dialog').getByLabel('Nombre')).toBeFocused();
  await page.keyboard.type(' Nogal');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Guardado.')).toBeVisible();
  await expect(button(page, 'Cambiar nombre')).toBeFocused();
});

test('a message is written and answered', async ({ page, browser, site }) => {
  await signUp(page, somebody());
  const other = await another(browser, site, somebody('Teo Ñandú'));
  const data = { client_id: 'a', text: '¿La viste?' };
  await other.request.post(`/api/conversations/${await idOf(page)}/messages`, { data, headers: sameOrigin });
  await page.goto('/');
  await press(page, page.getByRole('link', { name: /^Mensajes/ }).first());
  await press(page, page.getByRole('link', { name: /^Teo Ñandú/ }));
  await walkTo(page, page.getByRole('textbox', { name: /^Mensaje para/ }));
  await page.keyboard.type('Dos veces.');
  await page.keyboard.press('Enter');
  await expect(page.locator('.bubble').filter({ hasText: 'Dos veces.' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: /^Mensaje para/ })).toBeFocused();
  const more = button(page, 'Más acciones con Teo Ñandú');
  await walkTo(page, more, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: /^¿Bloquear/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();
  await other.context().close();
});

test('a moderator decides and an administrator keeps the catalogue', async ({ page, server }) => {
  const admin = somebody();
  await signUp(page, admin);
  const { items } = (await (await page.request.get('/api/movies?q=nosferatu')).json()) as { items: { id: string }[] };
  const report = { reason: 'other', text: 'La sinopsis está cortada.' };
  await page.request.post(`/api/movies/${items[0]?.id ?? ''}/reports`, { data: report, headers: sameOrigin });
  await server.grant(admin, 'admin');
  await signInAgain(page, admin);
  await page.goto('/');

  await fromMenu(page, 'Moderación');
  await expect(page.getByText('La sinopsis está cortada.')).toBeVisible();
  await intoAndOut(page, button(page, 'Descartar'));
  await press(page, button(page, 'Aceptar'));
  await expect(page.getByRole('dialog').getByLabel(/^Nota/)).toBeFocused();
  await page.keyboard.type('La completamos hoy.');
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Aceptar' }));
  await expect(page.getByText('Reporte aceptado.')).toBeVisible();
  await expectFocusKept(page);

  await fromMenu(page, 'Administración');
  await press(page, page.getByRole('link', { name: 'Nueva película' }));
  await walkTo(page, page.getByLabel('Título', { exact: true }));
  await page.keyboard.type('La sala doce');
  await press(page, button(page, 'Añadir'));
  await expect(page.getByRole('heading', { level: 1, name: 'La sala doce' })).toBeVisible();
  await fromMenu(page, 'Administración');
  await walkTo(page, page.getByRole('searchbox', { name: /^Buscar por título/ }));
  await page.keyboard.type('sala doce');
  const remove = button(page, 'Borrar “La sala doce”');
  await intoAndOut(page, remove);
  await page.keyboard.press('Enter');
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Borrar' }));
  await expect(page.getByText('“La sala doce” se borró.')).toBeVisible();
  await expectFocusKept(page);

  await press(page, page.getByRole('link', { name: 'Llaves de API' }));
  await press(page, button(page, 'Nueva llave'));
  await page.keyboard.type('Cine de barrio');
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Crear llave' }));
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Ya la guardé' }));
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await intoAndOut(page, button(page, 'Revocar “Cine de barrio”'));
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  /** What has the focus, if the bar above or the one below lies over it. */
  const covered = (): string | undefined => {
    const at = document.activeElement;
    if (!at || at.closest('.bottom-bar, .top-bar, [role="dialog"]') || at.id === 'main') return undefined;
    const { top, bottom } = at.getBoundingClientRect();
    const above = document.querySelector('.top-bar')?.getBoundingClientRect().bottom ?? 0;
    const below = document.querySelector('.bottom-bar')?.getBoundingClientRect().top ?? innerHeight;
    return bottom <= above || top >= below ? `${at.tagName} ${at.className}` : undefined;
  };

  test('the bar below, the sheets and all of a page are reached, and nothing lies over what has the focus', async ({ page }) => {
    await signUp(page, somebody());
    await openFilm(page, 'metropolis', 'Metrópolis');
    await page.waitForLoadState('networkidle');
    const bar = page.getByRole('navigation', { name: 'Principal' }).last();
    const last = bar.getByRole('link', { name: 'Yo' });
    for (let step = 0; step < 80 && !(await last.evaluate((one) => one === document.activeElement)); step += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(unseen)).toBeUndefined();
      await expect.poll(() => page.evaluate(covered)).toBeUndefined();
    }
    await expect(last).toBeFocused();
    await walkTo(page, bar.getByRole('button', { name: 'Buscar' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('combobox', { name: /^Buscar/ })).toBeFocused();
    await intoAndOut(page, button(page, 'Reportar'));
    const sheet = page.getByRole('dialog');
    await page.keyboard.press('Enter');
    await expect(sheet).toBeInViewport({ ratio: 0.9 });
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
    await fromMenu(page, 'Notificaciones');
    await expect(page.getByRole('heading', { level: 1, name: 'Notificaciones' })).toBeVisible();
    await expect(main(page)).toBeFocused();
    for (const [name, address] of [['Mi lista', '/my-list'], ['Mensajes', '/messages'], ['Yo', '/settings'], ['Películas', '/']] as const) {
      await press(page, bar.getByRole('link', { name, exact: true }));
      await expect(page).toHaveURL(address);
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
      await expectFocusKept(page);
    }
  });
});
