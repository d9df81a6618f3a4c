/** Pictures of every page to be looked at: three widths, both themes, words as people write them. */
import type { Page } from '@playwright/test';
import { another, expect, idOf, sameOrigin, signInAgain, signUp, somebody, test } from './kenmovie.ts';

test.use({ reducedMotion: 'reduce' });

const widths = [390, 768, 1280];
const long =
  'La vi con mi abuela en el cine de su pueblo, que ya no existe, y al salir caminamos hasta la plaza sin decir una ' +
  'palabra; entonces me tomó del brazo y dijo que así era el mar de su niñez, ni más ni menos.';

async function shoot(page: Page, name: string, path?: string): Promise<void> {
  if (path !== undefined) await page.goto(path);
  await expect(page.locator('main .bone, main [aria-busy="true"]')).toHaveCount(0);
  for (const width of widths) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    for (const theme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await page.screenshot({ path: `e2e-output/gallery/${name}-${width}-${theme}.png`, animations: 'disabled' });
    }
  }
}

test('every page as it looks', async ({ page, browser, site, server }) => {
  test.setTimeout(300_000);
  for (const [name, path] of Object.entries({
    login: '/login',
    register: '/register',
    forgot: '/forgot',
    missing: '/nowhere',
    help: '/help',
    'settings-visitor': '/settings',
  })) {
    await shoot(page, name, path);
  }
  const me = somebody('Begoña Ibáñez Ñuñoa de la Peña y Quirós');
  await signUp(page, me);
  const other = await another(browser, site, somebody('Teo Ñandú'));
  const post = async (who: Page, path: string, data: object): Promise<string> => {
    const answer = await who.request.post(path, { data, headers: sameOrigin });
    expect(answer.status()).toBe(201);
    return ((await answer.json()) as { id: string }).id;
  };
  await server.grant(me, 'admin');
  await signInAgain(page, me);
  const film = await post(page, '/api/movies', {
    title: 'El ingenioso hidalgo don Quijote de la Mancha y las extraordinarias aventuras del niño de la piñata en la Peña de los Sueños Añejos',
    original_title: 'The Extraordinary Adventures of the Boy with the Piñata',
    year: new Date().getFullYear(),
    duration_minutes: 187,
    content_rating: '+13',
    description: `${long}\n\n${long}`,
    genres: ['Drama', 'Adventure', 'Sci-Fi'],
    directors: ['Íñigo Ñáñez de Güell'],
    cast: ['Begoña Peñalver', 'Ángel Muñoz', 'Núria Àvila i Puig'],
  });
  const [me_, them] = [await idOf(page), await idOf(other)];
  const mine = await post(page, `/api/movies/${film}/comments`, { body: long });
  await post(other, `/api/movies/${film}/comments`, { body: 'Al final todo era un sueño.', spoiler: true });
  for (const body of [long, 'Sí.', 'Y lloró.', 'https://example.org/una/direccion/que/no/se/acaba/nunca/porque/sigue/y/sigue']) {
    await post(other, `/api/comments/${mine}/replies`, { body });
  }
  const { items } = (await (await page.request.get('/api/movies?limit=9')).json()) as { items: { id: string }[] };
  for (const [at, { id }] of items.entries()) {
    await page.request.put(`/api/user-movies/${id}`, { headers: sameOrigin });
    await page.request.put(`/api/movies/${id}/rating`, { data: { score: 10 - at }, headers: sameOrigin });
    await page.request.put(`/api/movies/${id}/reaction`, { data: { value: 'like' }, headers: sameOrigin });
    if (at > 5) await post(other, `/api/movies/${id}/reports`, { reason: 'other', text: long });
  }
  for (const [at, text] of ['¿La viste?', long, 'Dos veces.'].entries()) {
    await post(at === 1 ? page : other, `/api/conversations/${at === 1 ? them : me_}/messages`, { client_id: `m${at}`, text });
  }
  await post(page, '/api/tokens', { name: 'Cine de barrio', scopes: ['movies:read'] });

  for (const [name, path] of Object.entries({
    home: '/',
    list: '/?sort=top_rated',
    search: '/?q=e',
    'nothing-found': '/?q=nadanada',
    film: `/films/${film}`,
    'my-list': '/my-list',
    notifications: '/notifications',
    people: '/people',
    person: `/people/${them}`,
    settings: '/settings',
    messages: '/messages',
    chat: `/messages/${them}`,
    moderation: '/moderation',
    'admin-films': '/admin/films',
    'admin-film': `/admin/films/${film}`,
    'admin-tokens': '/admin/tokens',
    'admin-people': '/admin/people',
  })) {
    await shoot(page, name, path);
  }
  await page.goto(`/films/${film}`);
  await page.getByRole('main').getByRole('button', { name: 'Reportar' }).first().click();
  await shoot(page, 'report');
  await page.keyboard.press('Escape');
  await page.locator('.comment').first().scrollIntoViewIfNeeded();
  await shoot(page, 'conversation');
  await page.locator('.user-menu__button').click();
  await shoot(page, 'menu');
  await shoot(other, 'blocked', '/blocked');
  await other.context().close();
});
