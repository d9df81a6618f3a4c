/** Every page and everything that opens over one, through axe: in both languages, at both widths, in both themes. */
import type { Locator, Page } from '@playwright/test';
import { communityEn } from '../src/words/community.en.ts';
import { communityEs } from '../src/words/community.es.ts';
import { en } from '../src/words/en.ts';
import { es } from '../src/words/es.ts';
import { identityEn } from '../src/words/identity.en.ts';
import { identityEs } from '../src/words/identity.es.ts';
import { messagesEn } from '../src/words/messages.en.ts';
import { messagesEs } from '../src/words/messages.es.ts';
import { staffEn } from '../src/words/staff.en.ts';
import { staffEs } from '../src/words/staff.es.ts';
import { expectAccessible } from './accessible.ts';
import { another, expect, idOf, picture, sameOrigin, signInAgain, signUp, somebody, test } from './kenmovie.ts';

const tables = {
  es: { ...es, identity: identityEs, community: communityEs, messages: messagesEs, staff: staffEs },
  en: { ...en, identity: identityEn, community: communityEn, messages: messagesEn, staff: staffEn },
};

test.use({ reducedMotion: 'reduce' });
test.describe.configure({ mode: 'parallel' });

async function post(page: Page, path: string, data: object): Promise<string> {
  const answer = await page.request.post(path, { data, headers: sameOrigin });
  expect(answer.status()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

async function filmsOf(page: Page): Promise<string[]> {
  const { items } = (await (await page.request.get('/api/movies?limit=2')).json()) as { items: { id: string }[] };
  return items.map(({ id }) => id);
}

for (const language of ['es', 'en'] as const) {
  const words = tables[language];
  const { settings } = words.identity;

  const look = async (page: Page, path: string): Promise<void> => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(path);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.locator('main .bone, main [aria-busy="true"]')).toHaveCount(0);
    await expect(page.locator('main :is(h1, h2)').first()).toBeAttached();
  };
  const pages = async (page: Page, paths: readonly string[]): Promise<void> => {
    for (const path of paths) {
      await look(page, path);
      await expectAccessible(page, path);
    }
  };
  const named = (page: Page, name: string): Locator => page.getByRole('main').getByRole('button', { name, exact: true }).first();
  /** What a button opens, and that it closes. */
  const over = async (page: Page, button: Locator, role: 'dialog' | 'menu' = 'dialog'): Promise<void> => {
    await page.setViewportSize({ width: 1280, height: 900 });
    const what = `${new URL(page.url()).pathname} › ${(await button.getAttribute('aria-label')) ?? (await button.innerText())}`;
    await button.click();
    await expect(page.getByRole(role)).toBeVisible();
    await expectAccessible(page, what);
    await page.keyboard.press('Escape');
    await expect(page.getByRole(role)).toHaveCount(0);
  };

  test.describe(language, () => {
    test.use({ locale: language === 'es' ? 'es-ES' : 'en-GB' });

    test('what a visitor sees', async ({ page }) => {
      test.setTimeout(600_000);
      await pages(page, ['/', '/?sort=top_rated', '/?q=nadanada', '/login', '/register', '/forgot', '/reset#token=x']);
      await pages(page, ['/verify#token=x', '/settings', '/my-list', '/help', '/nowhere']);
      await look(page, '/?sort=popular');
      await page.locator('.film-card a').first().click();
      await over(page, page.locator('.film__acts button').first());
      await over(page, page.locator('.user-menu__button'), 'menu');
      await page.getByRole('combobox', { name: words.search.label }).fill('e');
      await expect(page.getByRole('option').first()).toBeVisible();
      await expectAccessible(page, 'search');
      await page.goto('/register');
      await page.locator('main form button:not([aria-label])').last().click();
      await expect(page.locator('[aria-invalid="true"]').first()).toBeVisible();
      await expectAccessible(page, 'a form with problems');
    });

    test('what somebody sees who takes part', async ({ page, browser, site }) => {
      test.setTimeout(600_000);
      await signUp(page, somebody());
      const other = await another(browser, site, somebody('Teo Ñandú'));
      const [film = '', second = ''] = await filmsOf(page);
      const mine = await post(page, `/api/movies/${film}/comments`, { body: 'La sombra.\n\nhttps://example.org' });
      for (const body of ['Sube.', 'La escalera.', 'Y baja.', 'Al alba.']) {
        await post(other, `/api/comments/${mine}/replies`, { body });
      }
      await post(other, `/api/movies/${film}/comments`, { body: 'Muere.', spoiler: true });
      await page.request.put(`/api/user-movies/${film}`, { headers: sameOrigin });
      await page.request.put(`/api/movies/${film}/rating`, { data: { score: 7 }, headers: sameOrigin });
      await post(page, `/api/movies/${second}/reports`, { reason: 'other', text: 'Le falta media sinopsis.' });
      const them = await idOf(other);
      await pages(page, ['/my-list', '/notifications', '/people', '/blocked']);

      await pages(page, [`/films/${film}`]);
      await over(page, named(page, words.film.report));
      await over(page, page.locator('.comment .menu button').first(), 'menu');
      await over(page, named(page, words.talk.remove));
      await page.getByRole('article').last().locator('.menu button').click();
      await page.getByRole('menuitem', { name: words.talk.report }).click();
      await page.getByRole('dialog').locator('.swal2-confirm').click();
      await expect(page.locator('[aria-invalid="true"]').first()).toBeVisible();
      await expectAccessible(page, 'a comment that is reported without a reason');
      await page.keyboard.press('Escape');
      await page.setViewportSize({ width: 1280, height: 900 });
      await named(page, words.talk.edit).click();
      await page.getByRole('article').last().getByRole('button', { name: words.talk.reply }).click();
      await expectAccessible(page, 'comments that are edited and answered');

      await pages(page, [`/people/${them}`]);
      await over(page, named(page, words.community.people.block));
      await page.locator('.user-menu__button').click();
      await page.getByRole('menuitem', { name: words.menu.settings }).click();
      await expect(page.getByRole('menuitem', { name: settings.change_name })).toBeVisible();
      await expectAccessible(page, 'the menu of settings');
      await pages(page, ['/settings']);
      for (const act of ['change_name', 'change_age', 'change_email', 'change_password', 'remove'] as const) {
        await over(page, named(page, settings[act]));
      }
      await page.locator('.avatar-setting__acts input').setInputFiles(await picture(page));
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page, 'a picture that is framed');
      await page.locator('.swal2-confirm').click();
      await expect(named(page, words.messages.avatar.remove)).toBeVisible();
      await over(page, named(page, words.messages.avatar.remove));
      await page.context().setOffline(true);
      await expect(page.locator('.offline')).toBeVisible();
      await expectAccessible(page, 'without a network');
      await other.context().close();
    });

    test('what those see who write to each other', async ({ page, browser, site }) => {
      test.setTimeout(600_000);
      await signUp(page, somebody());
      await pages(page, ['/messages', '/notifications', '/blocked']);
      const other = await another(browser, site, somebody('Teo Ñandú'));
      const [me, them] = [await idOf(page), await idOf(other)];
      const text = '¿La viste? https://example.org';
      await post(other, `/api/conversations/${me}/messages`, { client_id: 'a', text });
      await post(page, `/api/conversations/${them}/messages`, { client_id: 'a', text });
      await pages(page, ['/messages', `/messages/${them}`]);
      const actions = words.messages.chat.actions.replace('{name}', 'Teo Ñandú');
      await over(page, page.getByRole('button', { name: actions }), 'menu');
      await page.locator('.chat input[type="file"]').setInputFiles(await picture(page));
      await page.getByRole('button', { name: words.messages.write.send, exact: true }).click();
      await expect(page.locator('.picture img')).toBeVisible();
      await over(page, page.getByRole('button', { name: words.messages.pictures.open.replace('{what}', '').trim() }));
      await other.context().close();
    });

    test('what those see who keep the site', async ({ page, server }) => {
      test.setTimeout(600_000);
      const admin = somebody();
      await signUp(page, somebody('Paz Vega'));
      await page.context().clearCookies();
      await signUp(page, admin);
      const [film = ''] = await filmsOf(page);
      await post(page, `/api/movies/${film}/reports`, { reason: 'other', text: 'Le falta media sinopsis.' });
      await server.grant(admin, 'admin');
      await signInAgain(page, admin);
      await pages(page, ['/admin/films/new', `/admin/films/${film}`, '/admin/people', '/moderation']);
      await over(page, named(page, words.staff.moderation.resolve));
      await pages(page, ['/admin/films']);
      await over(page, page.locator('.admin__acts button').first());
      await pages(page, ['/admin/tokens']);
      const { tokens } = words.staff;
      const dialog = page.getByRole('dialog');
      await named(page, tokens.add).click();
      await dialog.getByLabel(tokens.permits).selectOption('own');
      await dialog.getByLabel(tokens.issuers).fill('http://example.org');
      await dialog.locator('.swal2-confirm').click();
      await expect(page.getByText(tokens.issuers_wrong)).toBeVisible();
      await expectAccessible(page, 'a token with permits one by one, and an issuer that is none');
      await dialog.getByLabel(tokens.permits).selectOption('trusted');
      await dialog.getByLabel(tokens.name).first().fill('Cine de barrio');
      await dialog.getByLabel(tokens.issuers).fill('https://example.org cine');
      await dialog.locator('.swal2-confirm').click();
      await expect(dialog.getByLabel(tokens.secret)).toBeVisible();
      await expectAccessible(page, 'a token that is shown once');
      await dialog.locator('.swal2-confirm').click();
      await expect(dialog).toHaveCount(0);
      for (const summary of await page.locator('main summary').all()) await summary.click();
      await expectAccessible(page, 'a token with its issuers');
      await over(page, page.locator('.admin__acts button').first());

      await look(page, '/admin/people');
      await page.locator('.admin__acts select').first().selectOption('moderator');
      await expect(dialog).toBeVisible();
      await expectAccessible(page, 'a role that is changed');
      await pages(page, ['/admin/import']);
      const rows = [{ title: 'La primera', year: 2001, genres: ['Drama'] }, { title: 'Vieja', year: 1700 }];
      const file = { name: 'films.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')) };
      await page.locator('.drop input').setInputFiles(file);
      await expect(page.locator('.import__file')).toBeVisible();
      await expectAccessible(page, 'a file of films that was read');
      await page.locator('.import__file .button--lit').click();
      await expect(page.locator('.import__acts a')).toBeVisible();
      await expectAccessible(page, 'a file of films that was imported');
    });
  });
}
