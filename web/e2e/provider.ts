/** A certified OpenID provider in Google's place, on another site than the one under test, and that site with it. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Provider from 'oidc-provider';
import { start, test as base } from './kenmovie.ts';

const client = { id: 'kenmovie', secret: 'tres butacas, y una fila' };

function provider(issuer: string, site: string): RequestListener {
  const made = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${site}/api/oauth/google/callback`],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    // As Google does: who somebody is stands in the ID token.
    conformIdTokenClaims: false,
    // Whoever signs in there is their address.
    findAccount: (_, email) => ({
      accountId: email,
      claims: () => ({ sub: `sub-${email}`, email, email_verified: true, name: email.split('@')[0] }),
    }),
    cookies: { keys: ['for tests'] },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 60, Interaction: 60, Session: 600 },
  });
  const callback = made.callback();
  return (request, response) => void callback(request, response);
}

export const test = base.extend<object, { withProvider: string }>({
  withProvider: [
    async ({}, use) => {
      const data = await mkdtemp(join(tmpdir(), 'kenmovie-e2e-'));
      let answer: RequestListener = (_, response) => response.writeHead(503).end();
      const server = createServer((request, response) => answer(request, response)).listen(0, 'localhost');
      await once(server, 'listening');
      const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
      const site = await start(data, {
        GOOGLE_ISSUER: issuer,
        GOOGLE_CLIENT_ID: client.id,
        GOOGLE_CLIENT_SECRET: client.secret,
      });
      answer = provider(issuer, site.url);
      await use(site.url);
      await site.stop();
      server.close();
      server.closeAllConnections();
      await rm(data, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  site: ({ withProvider }, use) => use(withProvider),
});
