// A server that renders KenMovie's films for its visitors, and signs them in and up. See README.md.
import { createServer } from 'node:http';

const { KENMOVIE_URL = 'http://127.0.0.1:8080', KENMOVIE_API_TOKEN } = process.env;
const { HOST = '127.0.0.1', PORT = '8090', PUBLIC_URL } = process.env;
if (!KENMOVIE_API_TOKEN) throw new Error('KENMOVIE_API_TOKEN is missing: see README.md');
const secure = PUBLIC_URL?.startsWith('https://') === true;
const cookieName = secure ? '__Host-visitor' : 'visitor';
const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;

const words = {
  es: {
    films: 'Películas', search: 'Buscar', more: 'Más', none: 'Aquí no hay películas.', hello: 'Hola',
    signIn: 'Entrar', signUp: 'Crear cuenta', signOut: 'Salir', name: 'Nombre', age: 'Edad',
    email: 'Correo electrónico', password: 'Contraseña', failed: 'Ahora no se puede.', not_found: 'Aquí no hay nada.',
    csrf: 'Vuelve a intentarlo desde esta página.', invalid_credentials: 'El correo o la contraseña no son correctos.',
    email_taken: 'Este correo ya tiene una cuenta.', validation_failed: 'Revisa:', rate_limited: 'Espera un poco.',
  },
  en: {
    films: 'Films', search: 'Search', more: 'More', none: 'There are no films here.', hello: 'Hello',
    signIn: 'Sign in', signUp: 'Create an account', signOut: 'Sign out', name: 'Name', age: 'Age',
    email: 'E-mail', password: 'Password', failed: 'This cannot be done now.', not_found: 'There is nothing here.',
    csrf: 'Try again from this page.', invalid_credentials: 'The address or the password is wrong.',
    email_taken: 'This address has an account.', validation_failed: 'Look again at:', rate_limited: 'Wait a little.',
  },
};

/** A request to KenMovie: its status and its body, or its problem as a body with a `code`. */
async function kenmovie(method, path, { headers = {}, body } = {}) {
  const json = body && { 'content-type': 'application/json' };
  const answer = await fetch(new URL(path, KENMOVIE_URL), {
    method, headers: { ...json, ...headers }, body: body && JSON.stringify(body), redirect: 'error', signal: AbortSignal.timeout(10_000),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
}

const bearer = (token) => (token ? { authorization: `Bearer ${token}` } : {});
/** Signs a visitor in: their Basic credentials beside this server's API token give an access token of theirs. */
function signIn({ email, password }) {
  const authorization = `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;
  return kenmovie('POST', '/api/login', { headers: { 'x-api-token': KENMOVIE_API_TOKEN, authorization } });
}

async function signUp({ name, age, email, password }) {
  const made = await kenmovie('POST', '/api/register', {
    headers: { 'x-api-token': KENMOVIE_API_TOKEN }, body: { name, age: Number(age), email, password },
  });
  return made.status === 201 ? signIn({ email, password }) : made;
}

const escaped = (text) => String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const cookie = (token, seconds) => `${cookieName}=${token}; Max-Age=${seconds}; ${attributes}`;
/** The access token that a visitor's cookie holds; empty where there is none. */
const tokenOf = (request) => new RegExp(`(?:^|; *)${cookieName}=([\\w.-]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';

const always = {
  'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};
const send = (response, status, html, headers = {}) => response.writeHead(status, { ...always, ...headers }).end(html);
const home = (response, headers = {}) => send(response, 303, '', { location: '/', ...headers });

const page = (lang, body) =>
  `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>KenMovie</title>
  <h1><a href="/">${words[lang].films}</a></h1>${body}</html>`;

function form(lang, path, { code, errors = [] } = {}, given = {}) {
  const say = words[lang];
  const value = (name) => (name === 'password' ? '' : escaped(given[name] ?? ''));
  const field = (name, type, hint) =>
    `<p><label>${say[name]} <input name="${name}" type="${type}" autocomplete="${hint}" required value="${value(name)}"></label></p>`;
  const fields = errors.map((error) => say[error.field] ?? error.field).join(', ');
  const fault = code ? `<p role="alert">${escaped(`${say[code] ?? say.failed} ${fields}`)}</p>` : '';
  const more = path === '/sign-up' ? field('name', 'text', 'name') + field('age', 'number', 'off') : '';
  const both = field('email', 'email', 'email') + field('password', 'password', more ? 'new-password' : 'current-password');
  const button = `<button>${more ? say.signUp : say.signIn}</button>`;
  return page(lang, `${fault}<form method="post" action="${path}">${more}${both}${button}</form>`);
}

/** The films as the visitor may see them: what they reported is left out. */
async function films(request, response, url, lang) {
  const say = words[lang];
  const token = tokenOf(request);
  const wanted = url.searchParams;
  const [session, list] = await Promise.all([
    token ? kenmovie('GET', '/api/session', { headers: bearer(token) }) : { body: {} },
    kenmovie('GET', `/api/movies?${wanted}`, { headers: bearer(token) }),
  ]);
  const user = session.body.user;
  const who = user
    ? `<form method="post" action="/sign-out">${say.hello}, ${escaped(user.name)} <button>${say.signOut}</button></form>`
    : `<p><a href="/sign-in">${say.signIn}</a> <a href="/sign-up">${say.signUp}</a></p>`;
  const items = (list.body.items ?? []).map((film) => `<li>${escaped([film.title, film.year].filter(Boolean).join(', '))}</li>`);
  if (list.body.next) wanted.set('cursor', list.body.next);
  const next = list.body.next ? `<p><a href="/?${escaped(wanted)}">${say.more}</a></p>` : '';
  const box = `<input name="q" type="search" aria-label="${say.search}" value="${escaped(wanted.get('q') ?? '')}">`;
  // A token that has expired, or whose session has ended, is nobody's any more.
  const gone = token && !user && session.status === 200 ? { 'set-cookie': cookie('', 0) } : {};
  const shown = items.length > 0 ? `<ul>${items.join('')}</ul>` : `<p>${say.none}</p>`;
  send(response, list.status, page(lang, `${who}<form>${box}<button>${say.search}</button></form>${shown}${next}`), gone);
}

/** The members of a form; null where it is longer than 8 KiB. */
async function fields(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > 8192) return null;
  }
  return Object.fromEntries(new URLSearchParams(text));
}

/** Whether a form was sent from a page of this server. */
function ours({ headers }) {
  const site = headers['sec-fetch-site'];
  return site ? ['same-origin', 'none'].includes(site) : !headers.origin || headers.origin === (PUBLIC_URL ?? `http://${headers.host}`);
}

async function handle(request, response) {
  const lang = /^en\b/.test(request.headers['accept-language'] ?? '') ? 'en' : 'es';
  const url = new URL(request.url, 'http://here');
  const asked = `${request.method} ${url.pathname}`;
  if (request.method === 'POST' && !ours(request)) return send(response, 403, page(lang, words[lang].csrf));
  if (asked === 'GET /') return films(request, response, url, lang);
  if (['GET /sign-in', 'GET /sign-up'].includes(asked)) return send(response, 200, form(lang, url.pathname));
  if (asked === 'POST /sign-out') {
    await kenmovie('DELETE', '/api/session', { headers: bearer(tokenOf(request)) });
    return home(response, { 'set-cookie': cookie('', 0) });
  }
  if (['POST /sign-in', 'POST /sign-up'].includes(asked)) {
    const given = await fields(request);
    if (given === null) return send(response, 413, page(lang, words[lang].failed), { connection: 'close' });
    const { status, body } = await (url.pathname === '/sign-in' ? signIn(given) : signUp(given));
    if (status === 200) return home(response, { 'set-cookie': cookie(body.access_token, body.expires_in) });
    return send(response, status, form(lang, url.pathname, body, given));
  }
  return send(response, 404, page(lang, words[lang].not_found));
}

const server = createServer((request, response) => {
  handle(request, response).catch((error) => {
    console.error(error.message);
    if (response.headersSent) response.destroy();
    else send(response, 502, page('es', words.es.failed));
  });
});
server.listen(Number(PORT), HOST, () => console.log(`The render server listens on http://${HOST}:${server.address().port}`));
