/** The real server, fresh for each file of tests, and what people do on its pages. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { test as base, expect, type Browser, type Page } from '@playwright/test';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const program = process.env.KENMOVIE_BIN ?? here('../../target/debug/kenmovie');
const startMs = 30_000;

/** The flags of the engines that `KENMOVIE_TEST_ENGINES` names: the cloud's, with names of this worker's own, or the default. */
function engines(name: string): string[] {
  const { KENMOVIE_TEST_ENGINES, KENMOVIE_TEST_MONGODB, KENMOVIE_TEST_DYNAMODB } = process.env;
  if (KENMOVIE_TEST_ENGINES !== 'cloud') return [];
  if (KENMOVIE_TEST_MONGODB === undefined || KENMOVIE_TEST_DYNAMODB === undefined) {
    throw new Error('run `cargo xtask test`, or `cargo xtask servers` and beside it what it prints');
  }
  const documents = ['--store', 'mongodb', '--mongodb-uri', KENMOVIE_TEST_MONGODB.replace('/?', `/${name}?`)];
  const keys = ['--kv', 'dynamodb', '--dynamodb-endpoint', KENMOVIE_TEST_DYNAMODB, '--dynamodb-table', name];
  return [...documents, ...keys];
}

export async function start(data: string, env: Record<string, string> = {}) {
  const server = spawn(
    program,
    // prettier-ignore
    ['serve', '--listen', '127.0.0.1:0', '--data', data, '--limits', 'relaxed', '--pages', here('../dist'), ...engines(basename(data))],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } },
  );
  const url = await new Promise<string>((found, failed) => {
    const late = setTimeout(() => failed(new Error('the server did not say where it listens')), startMs);
    server.once('error', failed);
    server.once('exit', (code) => failed(new Error(`the server ended with ${String(code)}`)));
    // Read to the end: a full pipe would stop the server.
    createInterface(server.stdout).on('line', (line) => {
      const address = /listens on (http:\/\/\S+)/.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(late);
      found(address);
    });
  });
  return {
    url,
    stop: () =>
      new Promise<void>((stopped) => {
        server.once('exit', () => stopped());
        server.kill('SIGTERM');
      }),
  };
}

type Grant = (person: Person, role: 'moderator' | 'admin') => Promise<void>;

interface Server {
  url: string;
  /** What the site's keeper does on its machine; that person signs in anew after it. */
  grant: Grant;
}

/** Starts a server of its own for a file, and ends the one of the file before. */
type ServerOf = (file: string) => Promise<Server>;

async function startServer() {
  const data = await mkdtemp(join(tmpdir(), 'kenmovie-e2e-'));
  const { url, stop } = await start(data);
  const grant: Grant = async ({ email }, role) => {
    const flags = ['--data', data, ...engines(basename(data))];
    await promisify(execFile)(program, ['admin', 'grant', email, role, ...flags]);
  };
  const end = async () => {
    await stop();
    await rm(data, { recursive: true, force: true });
  };
  return { url, grant, end };
}

export const test = base.extend<{ server: Server; site: string }, { serverOf: ServerOf }>({
  serverOf: [
    // Playwright wants the first argument destructured.
    async ({}, use) => {
      let running: { file: string; server: Awaited<ReturnType<typeof startServer>> } | undefined;
      await use(async (file) => {
        if (running?.file === file) return running.server;
        await running?.server.end();
        running = { file, server: await startServer() };
        return running.server;
      });
      await running?.server.end();
    },
    { scope: 'worker' },
  ],
  server: async ({ serverOf }, use, { file }) => use(await serverOf(file)),
  site: ({ server }, use) => use(server.url),
  baseURL: ({ site }, use) => use(site),
});

export { expect };

export interface Person {
  name: string;
  email: string;
  password: string;
}

let people = 0;

export function somebody(name = 'Begoña Ibáñez'): Person {
  people += 1;
  return {
    name,
    email: `p${people}.${process.pid}@example.org`,
    password: 'tarde de lluvia en el cine',
  };
}

/** For what is not about registering: the browser's cookies without the form. */
export async function signUp(page: Page, person: Person): Promise<void> {
  const answer = await page.request.post('/api/register', { data: { ...person, age: 34 } });
  expect(answer.status()).toBe(201);
}

/** Somebody else, at a browser of their own. */
export async function another(browser: Browser, site: string, person: Person): Promise<Page> {
  const context = await browser.newContext({ baseURL: site, locale: 'es-ES' });
  const page = await context.newPage();
  await signUp(page, person);
  return page;
}

/** Who is signed in at a browser. */
export async function idOf(page: Page): Promise<string> {
  const { user } = (await (await page.request.get('/api/session')).json()) as { user: { id: string } };
  return user.id;
}

/** A picture that can be chosen, pasted or dropped. */
export async function picture(page: Page, width = 900, height = 600) {
  const bytes = await page.evaluate(
    async ([width, height]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const paper = canvas.getContext('2d');
      if (!paper) throw new Error('no canvas');
      const sky = paper.createLinearGradient(0, 0, 0, height);
      sky.addColorStop(0, '#274060');
      sky.addColorStop(1, '#c1666b');
      paper.fillStyle = sky;
      paper.fillRect(0, 0, width, height);
      const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done));
      return [...new Uint8Array((await blob?.arrayBuffer()) ?? [])];
    },
    [width, height] as const,
  );
  return { name: 'cielo.png', mimeType: 'image/png', buffer: Buffer.from(bytes) };
}

/** What a browser says of itself on the site's own pages, and a request beside it does not. */
export const sameOrigin = { 'sec-fetch-site': 'same-origin' };

/** After their role changed. */
export async function signInAgain(page: Page, { email, password }: Person): Promise<void> {
  const answer = await page.request.post('/api/login', {
    data: { email, password },
    headers: sameOrigin,
  });
  expect(answer.status()).toBe(200);
}

export async function fillRegistration(page: Page, person: Person): Promise<void> {
  await page.getByLabel('Nombre').fill(person.name);
  await page.getByLabel('Edad').fill('34');
  await page.getByLabel('Correo electrónico').fill(person.email);
  await page.getByLabel('Contraseña', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Crear cuenta', exact: true }).click();
  await expect(page.getByRole('button', { name: `Tu cuenta: ${person.name}` })).toBeVisible();
}

export async function fillSignIn(page: Page, person: Person): Promise<void> {
  await page.getByLabel('Correo electrónico').fill(person.email);
  await page.getByLabel('Contraseña', { exact: true }).fill(person.password);
  await page.getByRole('main').getByRole('button', { name: 'Entrar', exact: true }).click();
  await expect(page).not.toHaveURL(/login/);
}

export async function fromMenu(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: /^Tu cuenta|^Entrar o crear cuenta/ }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

export async function findFilm(page: Page, words: string, title: string): Promise<void> {
  await page.getByRole('combobox', { name: /^Buscar/ }).fill(words);
  // The first: the last one, "see everything", may repeat the title.
  await page.getByRole('option', { name: title }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** Kept beside the test results, named after what they show and the width. */
export async function keep(page: Page, name: string): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  await page.screenshot({
    path: here(`../e2e-output/${name}-${width}.png`),
    animations: 'disabled',
  });
}
