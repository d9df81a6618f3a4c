import type { Page } from '@playwright/test';
import { expect, signUp, somebody } from './kenmovie.ts';
import { test } from './provider.ts';

const begin = '/api/oauth/google?return_to=/blocked';

let people = 0;

/** An address that Google gives out itself. */
function address(): string {
  people += 1;
  return `p${people}.${process.pid}@gmail.com`;
}

async function consent(page: Page, email: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(email);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

function account(page: Page, email: string) {
  return page.getByRole('button', { name: `Tu cuenta: ${email.split('@')[0] ?? ''}` });
}

test('somebody new signs in with Google, and comes back without being asked again', async ({ page, context, site }) => {
  const email = address();
  let back = '';
  page.on('request', (request) => {
    if (request.url().startsWith(`${site}/api/oauth/google/callback`)) back = request.url();
  });

  await page.goto(begin);
  await expect(page).toHaveURL(/^http:\/\/localhost/);
  await consent(page, email);
  await expect(page).toHaveURL(`${site}/blocked`);
  await expect(account(page, email)).toBeVisible();
  const cookies = await context.cookies(site);
  expect(cookies.map(({ name, httpOnly, sameSite }) => `${name} ${httpOnly} ${sameSite}`).sort()).toEqual([
    'km_access true Lax',
    'km_device true Lax',
    'km_refresh true Strict',
  ]);

  await test.step('its address, a second time, is nothing', async () => {
    const answer = await context.request.get(back, { maxRedirects: 0 });
    expect(answer.headers().location).toBe('/login?error=state');
  });

  await test.step('comes back', async () => {
    await context.clearCookies({ domain: '127.0.0.1' });
    await page.goto(begin);
    await expect(page).toHaveURL(`${site}/blocked`);
    await expect(account(page, email)).toBeVisible();
  });
});

test('whoever says no at Google is told so', async ({ page }) => {
  await page.goto(begin);
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page).toHaveURL('/login?error=provider_denied');
});

test('an address that Google does not give out opens no account that has it', async ({ page, context }) => {
  const person = somebody();
  await signUp(page, person);
  await context.clearCookies();
  await page.goto(begin);
  await consent(page, person.email);
  await expect(page).toHaveURL('/login?error=email_taken');
});

test('the owner of an address takes over the account that somebody made with it', async ({ page, browser, site }) => {
  const email = address();
  const squatter = await browser.newContext({ baseURL: site });
  const other = await squatter.newPage();
  await signUp(other, { ...somebody(), email });

  await page.goto(begin);
  await consent(page, email);
  await expect(page).toHaveURL(`${site}/blocked`);
  const headers = { 'sec-fetch-site': 'same-origin' };
  const refreshed = await other.request.post('/api/session/refresh', { data: {}, headers });
  expect(refreshed.status()).toBe(401);
  const signedIn = await other.request.post('/api/login', { data: { email, password: somebody().password }, headers });
  expect(signedIn.status()).toBe(401);
  await squatter.close();
});
