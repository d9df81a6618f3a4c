/** Whatever people write stays text: no script, no foreign request, no element of theirs, wherever it is shown. */
import type { APIRequestContext, Page } from '@playwright/test';
import { expect, idOf, sameOrigin, signInAgain, signUp, somebody, test } from './kenmovie.ts';
import { cut, payloads } from './payloads.ts';

/** What fits on one line: the server takes no tab there. */
const line = (most: number) => (payload: string) => cut(payload.replace('\t', ' '), most);
const [names, titles, words] = [payloads.map(line(50)), payloads.map(line(200)), payloads.map(line(40))];

async function post(request: APIRequestContext, path: string, data: object): Promise<{ id: string }> {
  // A connection that was kept may be closed just then.
  const answer = await request.post(path, { data, headers: sameOrigin, maxRetries: 3 });
  expect(answer.status(), `${path} ${JSON.stringify(data)} ${await answer.text()}`).toBe(201);
  return (await answer.json()) as { id: string };
}

/** In turns of ten: the server hashes a password for each of the people. */
async function forEach<T>(all: readonly T[], act: (one: T, at: number) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < all.length; at += 10) {
    await Promise.all(all.slice(at, at + 10).map((one, k) => act(one, at + k)));
  }
}

/** Watches for everything that a payload could have brought about; what it found is said by `offences`. */
async function watched(page: Page, site: string) {
  const seen: string[] = [];
  page.on('dialog', (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => seen.push(`error ${error.message}`));
  page.on('console', (said) => {
    if (/Content.Security.Policy|TrustedHTML/i.test(said.text())) seen.push(said.text());
  });
  // The pictures of films may come from anywhere; nothing else may.
  await page.route(
    (url) => url.origin !== site && url.protocol.startsWith('http'),
    (route) => {
      const request = route.request();
      const isPicture = request.resourceType() === 'image' && request.url().startsWith('https://pictures.example/');
      if (!isPicture) seen.push(`${request.resourceType()} ${request.url()}`);
      return route.abort();
    },
  );
  await page.addInitScript(() => {
    Object.assign(window, { xss: () => Object.assign(window, { __xss: true }) });
  });
  return async (): Promise<string[]> => [...seen, ...(await page.evaluate(foreign))];
}

/** Elements, attributes and names in the page that none of ours would have. */
function foreign(): string[] {
  const found: string[] = [];
  if ('__xss' in window) found.push('script ran');
  const strange = 'script, iframe, object, embed, base, meta, link, style, template, form[action], video, audio, math, marquee, xmp, noscript';
  for (const element of document.body.querySelectorAll(strange)) found.push(`${element.tagName}: ${element.textContent.slice(0, 200)}`);
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      const isAddress = /^(href|src|srcset|action|formaction|data|poster|xlink:href)$/.test(name);
      const isDrawn = element instanceof HTMLImageElement && /^(data:image\/svg\+xml,%3Csvg|blob:)/.test(value);
      const isBad = name.startsWith('on') || name === 'srcdoc' || (isAddress && !isDrawn && !/^(https?:|\/|#)/.test(value));
      if (isBad || (/^(id|name)$/.test(name) && value.includes('pwned'))) found.push(`${element.tagName} ${name}=${value.slice(0, 99)}`);
    }
  }
  if ('pwned' in window || 'pwned' in {}) found.push('a name of ours means something else');
  return found;
}

/** All of it is on the page, as text. */
async function expectShown(page: Page, texts: readonly string[]): Promise<void> {
  const missing = () =>
    page.evaluate((texts) => {
      const flat = (text: string) => text.replace(/\s+/g, ' ');
      const whole = flat(document.body.textContent + [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value).join(' '));
      return texts.filter((text) => !whole.includes(flat(text)));
    }, texts);
  await expect.poll(missing, { timeout: 60_000 }).toEqual([]);
}

/** Until a list has all of its items, by its button or by scrolling. */
async function grow(page: Page, items: string, count: number): Promise<void> {
  const step = (items: string) => {
    for (const more of document.querySelectorAll<HTMLElement>('main .button--wide, .thread__more')) more.click();
    scrollTo(0, document.body.scrollHeight);
    document.querySelector('.chat [role="log"]')?.scrollTo(0, 0);
    return document.querySelectorAll(items).length;
  };
  await expect.poll(() => page.evaluate(step, items), { timeout: 60_000, intervals: [50] }).toBeGreaterThanOrEqual(count);
}

/** Opens the dialog behind each of the buttons, reads its title and turns it down. */
async function dialogsBehind(page: Page, buttons: string): Promise<string[]> {
  return page.evaluate(async (buttons) => {
    const until = async <T>(look: () => T | null): Promise<T> => {
      for (;;) {
        const found = look();
        if (found !== null) return found;
        await new Promise((next) => setTimeout(next, 5));
      }
    };
    const titles: string[] = [];
    for (const button of document.querySelectorAll<HTMLElement>(buttons)) {
      button.click();
      const popup = await until(() => document.querySelector('.swal2-popup'));
      titles.push(popup.querySelector('.swal2-title')?.textContent ?? '');
      (await until(() => popup.querySelector<HTMLElement>('.swal2-cancel'))).click();
      await until(() => (document.querySelector('.swal2-popup') ? null : true));
    }
    return titles;
  }, buttons);
}

const idOfCaller = async (request: APIRequestContext) =>
  ((await (await request.get('/api/session')).json()) as { user: { id: string } }).user.id;

test.use({ reducedMotion: 'reduce' });
test.describe.configure({ mode: 'parallel' });

test('a hundred attempts in everything that people write stay text', async ({ page, site, server, playwright }) => {
  test.setTimeout(300_000);
  expect(new Set(payloads).size).toBe(100);
  const offences = await watched(page, site);
  const admin = { ...somebody(names[10]), age: 34 };
  await signUp(page, admin);
  await server.grant(admin, 'admin');
  await signInAgain(page, admin);
  const me = await idOf(page);
  const asAdmin = page.request;

  const films: string[] = [];
  await forEach(payloads, async (payload, at) => {
    const { id } = await post(asAdmin, '/api/movies', {
      title: titles[at],
      // Before those that are there already.
      year: new Date().getFullYear() + 5,
      original_title: titles.at(at - 1),
      description: payload,
      content_rating: cut(titles[at] ?? '', 10),
      genres: [words[at], 'Inert'],
      tags: [words[at]],
      directors: [words[at]],
      cast: [words.at(at - 1)],
      poster_url: `https://pictures.example/${encodeURIComponent(payload)}?"'<x>`.replaceAll(/["<>]/g, encodeURIComponent),
      source_url: `https://source.example/${encodeURIComponent(payload)}`,
    });
    films[at] = id;
  });
  const stage = films[0] ?? '';
  const { id: asked } = await post(asAdmin, `/api/movies/${stage}/comments`, { body: 'A ver.' });

  const reader = await playwright.request.newContext({ baseURL: site, extraHTTPHeaders: sameOrigin });
  const reading = { ...somebody(), age: 34 };
  expect((await reader.post('/api/register', { data: reading })).status()).toBe(201);
  await forEach(payloads, async (text, at) => {
    const context = await playwright.request.newContext({ baseURL: site, extraHTTPHeaders: sameOrigin });
    const person = await context.post('/api/register', { data: { ...somebody(names[at]), age: 34 } });
    expect(person.status(), await person.text()).toBe(201);
    await post(context, `/api/movies/${stage}/comments`, { body: text });
    await post(context, `/api/comments/${asked}/replies`, { body: text });
    await post(context, `/api/conversations/${me}/messages`, { client_id: `m${at}`, text });
    await post(reader, `/api/conversations/${me}/messages`, { client_id: `r${at}`, text });
    await post(reader, `/api/movies/${films[at] ?? ''}/reports`, { reason: 'other', text });
    await post(asAdmin, '/api/tokens', { name: line(80)(text), scopes: ['movies:read'] });
    await context.dispose();
  });

  const see = async (path: string, items: string, texts: readonly string[], count = 100) => {
    await page.goto(path);
    await grow(page, items, count);
    await expectShown(page, texts);
    expect(await offences(), path).toEqual([]);
  };
  await see('/?genre=Inert', '.film-card', titles);
  // A poster is drawn when one comes to it.
  const posters = page.locator('.poster > img:first-child');
  await posters.evaluateAll(async (all) => {
    for (const one of all) {
      one.scrollIntoView();
      await new Promise((next) => requestAnimationFrame(next));
    }
  });
  await expect(page.locator('.poster > img:first-child:not([src])')).toHaveCount(0);
  const drawn = await posters.evaluateAll((all) => Promise.all(all.map((one) => (one as HTMLImageElement).decode())).then(({ length }) => length));
  expect(drawn).toBeGreaterThanOrEqual(100);
  await see(`/films/${stage}`, 'article', [...names, ...payloads], 201);
  await see('/notifications', '.notice', [...names, ...payloads]);
  await see('/people', '.person', names);
  await see('/messages', '.row', [...names, ...payloads]);
  await see(`/messages/${await idOfCaller(reader)}`, '.bubble', payloads);
  await see('/moderation', '.case', [...titles, ...payloads]);
  for (const [path, texts, button] of [
    ['/admin/films', titles, '.admin__acts .button--bare'],
    ['/admin/tokens', payloads.map(line(80)), '.admin__row .button'],
  ] as const) {
    await see(path, '.admin__row', texts);
    const said = await dialogsBehind(page, button);
    expect(texts.filter((text) => !said.some((title) => title.includes(text)))).toEqual([]);
    expect(await offences(), path).toEqual([]);
  }

  await test.step('decisions and their notes', async () => {
    const { items } = (await (await asAdmin.get('/api/reports?status=open&limit=100')).json()) as { items: { id: string }[] };
    expect(items).toHaveLength(100);
    await forEach(items, async ({ id }, at) => {
      const answer = await asAdmin.patch(`/api/reports/${id}`, { data: { status: 'resolved', note: payloads[at] }, headers: sameOrigin });
      expect(answer.status()).toBe(200);
    });
    await page.goto('/moderation');
    await page.getByRole('radio', { name: 'Aceptados' }).check();
    await grow(page, '.case', 100);
    await expectShown(page, payloads);
    expect(await offences()).toEqual([]);
    await page.context().clearCookies();
    await signInAgain(page, reading);
    await see('/notifications', '.notice', [...titles, ...payloads]);
    await see('/blocked', '.blocked', [...titles, ...payloads]);
  });
});

test('a hundred attempts in the address, the search and every field of a form stay text', async ({ page, site }) => {
  test.slow();
  const offences = await watched(page, site);
  const person = { ...somebody(), age: 34 };
  await signUp(page, person);
  await page.goto('/?sort=newest');
  await expect(page.locator('.film-card').first()).toBeVisible();
  // Every address there is, without loading the program anew for each of them.
  const unsaid = await page.evaluate(async (payloads) => {
    // What the server would say to each of them is no part of this.
    window.fetch = () => Promise.resolve(new Response('{}', { status: 404, headers: { 'content-type': 'application/json' } }));
    const drawn = () => new Promise((next) => setTimeout(next));
    const missing: string[] = [];
    for (const payload of payloads) {
      const q = encodeURIComponent(payload);
      for (const path of ['/films/', '/people/', '/messages/', '/', '/login?error=', '/?genre=', '/verify#', '/reset#']) {
        history.pushState(null, '', path + q);
        await drawn();
      }
      history.pushState(null, '', `/?q=${q}`);
      await drawn();
      if (!document.querySelector('h1')?.textContent.includes(payload)) missing.push(payload);
    }
    return missing;
  }, payloads);
  expect(unsaid).toEqual([]);
  expect(await offences()).toEqual([]);

  await page.goto('/settings');
  const change = page.getByRole('button', { name: /^Cambiar el nombre|^Cambiar nombre/ });
  await change.click();
  const field = page.getByRole('dialog').getByLabel('Nombre');
  for (const name of names) await field.fill(name);
  await field.fill(names[10] ?? '');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: `Tu cuenta: ${names[10] ?? ''}` })).toBeVisible();
  expect(await offences()).toEqual([]);
});

test('an address that is none of the web is refused for a picture, and not followed if it comes', async ({ page, site, server }) => {
  const offences = await watched(page, site);
  const admin = somebody();
  await signUp(page, admin);
  await server.grant(admin, 'admin');
  await signInAgain(page, admin);
  const attempts = [...payloads.map((payload) => payload.slice(payload.indexOf(' ') + 1)), ...payloads];
  await forEach(attempts, async (address) => {
    for (const field of ['poster_url', 'cover_url', 'source_url']) {
      const answer = await page.request.post('/api/movies', { data: { title: 'Dirección', [field]: address }, headers: sameOrigin });
      if (answer.status() === 422) continue;
      expect(answer.status()).toBe(201);
      const { [field]: kept } = (await answer.json()) as Record<string, string>;
      expect(kept).toMatch(/^https:\/\/[\w.-]+\//);
      expect(kept).not.toMatch(/["<>\s]/);
    }
  });
  // As if the server had let one through.
  await page.route('**/api/movies*', async (route) => {
    const answer = await route.fetch();
    const { items } = (await answer.json()) as { items: object[] };
    const all = items.map((item, at) => ({ ...item, poster_url: attempts[at], cover_url: attempts[at] }));
    await route.fulfill({ response: answer, json: { items: all } });
  });
  await page.goto('/?q=a');
  await expect(page.locator('.film-card').first()).toBeVisible();
  expect(await offences()).toEqual([]);
});
