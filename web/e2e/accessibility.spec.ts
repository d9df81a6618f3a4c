/** Every page and everything that opens over one, in both languages, through axe. */
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
      test.slow();
      await pages(page, [
        '/',
        '/?q=nosferatu',
        '/?q=nadanada',
        '/login',
        '/register',
        '/forgot',
        '/reset#token=x',
        '/verify#token=x',
        '/settings',
        '/my-list',
        '/nowhere',
      ]);
      await look(page, '/');
      await page.locator('.film-card a').first().click();
      await over(page, page.locator('.film__acts button').first());
      await over(page, page.locator('.user-menu__button'), 'menu');
      await page.getByRole('combobox').fill('e');
      await expect(page.getByRole('option').first()).toBeVisible();
      await expectAccessible(page, 'search');
      await page.goto('/register');
      await page.locator('main form button:not([aria-label])').last().click();
      await expect(page.locator('[aria-invalid="true"]').first()).toBeVisible();
      await expectAccessible(page, 'a form with problems');
    });

    test('what somebody sees who takes part', async ({ page, browser, site, server }) => {
      test.slow();
      const me = somebody();
      await signUp(page, me);
      const other = await another(browser, site, somebody('Teo Ñandú'));
      const { items } = (await (await page.request.get('/api/movies?limit=2')).json()) as { items: { id: string }[] };
      const [film = '', second = ''] = items.map(({ id }) => id);
      const post = async (who: Page, path: string, data: object) => {
        const answer = await who.request.post(path, { data, headers: sameOrigin });
        expect(answer.status()).toBe(201);
        return ((await answer.json()) as { id: string }).id;
      };
      const mine = await post(page, `/api/movies/${film}/comments`, { body: 'La sombra.\n\nhttps://example.org' });
      for (const body of ['Sube.', 'La escalera.', 'Y baja.', 'Al alba.']) await post(other, `/api/comments/${mine}/replies`, { body });
      await post(other, `/api/movies/${film}/comments`, { body: 'Muere.', spoiler: true });
      await page.request.put(`/api/user-movies/${film}`, { headers: sameOrigin });
      await page.request.put(`/api/movies/${film}/rating`, { data: { score: 7 }, headers: sameOrigin });
      await post(page, `/api/movies/${second}/reports`, { reason: 'other', text: 'Le falta media sinopsis.' });
      for (const who of [page, other]) {
        const to = await idOf(who === page ? other : page);
        await post(who, `/api/conversations/${to}/messages`, { client_id: 'a', text: '¿La viste? https://example.org' });
      }
      const them = await idOf(other);

      await pages(page, ['/my-list', '/notifications', '/people', `/people/${them}`, '/blocked', '/messages', `/messages/${them}`]);
      await over(page, page.getByRole('button', { name: words.messages.chat.actions.replace('{name}', 'Teo Ñandú') }), 'menu');
      await page.locator('.chat input[type="file"]').setInputFiles(await picture(page));
      await page.keyboard.press('Tab');
      await page.getByRole('button', { name: words.messages.write.send, exact: true }).click();
      await expect(page.locator('.picture img')).toBeVisible();
      await over(page, page.locator('button:has(.picture img), button.picture').first());

      await look(page, `/films/${film}`);
      await page.locator('.comment--reply').first().waitFor();
      await expectAccessible(page, 'a film');
      await over(page, page.locator('.user-menu__button'), 'menu');
      await over(page, named(page, words.film.report));
      await over(page, page.locator('.comment .menu button').first(), 'menu');
      await over(page, named(page, words.talk.remove));
      await named(page, words.talk.edit).click();
      await expectAccessible(page, 'a comment that is edited');
      await page.getByRole('article').last().getByRole('button', { name: words.talk.reply }).click();
      await expectAccessible(page, 'a comment that is answered');

      await look(page, `/people/${them}`);
      await over(page, named(page, words.community.people.block));
      await look(page, '/settings');
      await expectAccessible(page, '/settings');
      for (const name of [
        settings.change_name,
        settings.change_age,
        settings.change_email,
        settings.change_password,
        settings.remove,
      ]) {
        await over(page, named(page, name));
      }
      await page.locator('.avatar-setting__acts input').setInputFiles(await picture(page));
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page, 'a picture that is framed');
      await page.keyboard.press('Escape');
      await page.context().setOffline(true);
      await expect(page.locator('.offline')).toBeVisible();
      await expectAccessible(page, 'without a network');
      await page.context().setOffline(false);

      await server.grant(me, 'admin');
      await signInAgain(page, me);
      await pages(page, ['/moderation', '/admin/films', '/admin/films/new', `/admin/films/${film}`, '/admin/tokens', '/admin/people']);
      await look(page, '/moderation');
      await over(page, named(page, words.staff.moderation.resolve));
      await look(page, '/admin/films');
      await over(page, page.locator('.admin__acts button').first());
      await look(page, '/admin/tokens');
      await over(page, named(page, words.staff.tokens.add));
      await named(page, words.staff.tokens.add).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(words.staff.tokens.permits).selectOption('own');
      await expectAccessible(page, 'permits one by one');
      await other.context().close();
    });
  });
}
