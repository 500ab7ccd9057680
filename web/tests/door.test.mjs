// The door in a real Chromium against real peers: passkeys by a device that Chromium plays, and sign-in by an identity
// provider (npm oidc-provider); then by one that lies.
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import Provider from 'oidc-provider';
import { axe } from './audit.mjs';
import { prepareServer, startServer } from './server.mjs';
import { SIZES, inTime, openBrowser } from './visitor.mjs';

const PASSWORD = 'thuyen-buom-song-cam';
const CLIENT = { client_id: 'luudong', client_secret: 'mot-bi-mat-chi-de-thu-may-nay-thoi' };

// A provider's tokens are of the real hour.
const NOW = '';
const world = prepareServer({ at: NOW });

const b64 = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

function expect(condition, otherwise) {
  if (!condition) throw new Error(otherwise);
}

// A server of ours, so that its port is known before anybody is told of it.
async function listen(handler, port = 0) {
  const server = createServer(handler);
  await new Promise((ready) => { server.listen(port, '127.0.0.1', ready); });
  return server;
}

async function freePort() {
  const server = await listen(() => {});
  const { port } = server.address();
  await new Promise((closed) => { server.close(closed); });
  return port;
}

async function ours(settings) {
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const told = { LUUDONG__SERVER__PORT: String(port), LUUDONG__SERVER__PUBLIC_URL: base, ...(settings?.(base) ?? {}) };
  return { server: await startServer({ at: NOW, demo: false, from: world.folder, settings: told }), base };
}

const provided = (issuer) => ({
  LUUDONG__PROVIDER__ISSUER: issuer,
  LUUDONG__PROVIDER__CLIENT_ID: CLIENT.client_id,
  LUUDONG__PROVIDER__CLIENT_SECRET: CLIENT.client_secret,
});

async function open(browser, base) {
  const context = await browser.newContext({ baseURL: base, viewport: SIZES.phone, locale: 'vi-VN' });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  page.on('pageerror', (error) => { page.fault = error.message; });
  // What a provider's own page lacks is not our page's fault.
  page.on('console', (line) => {
    if (line.type() === 'error' && line.location().url.startsWith(base) && !line.text().includes('422')) page.fault = line.text();
  });
  return page;
}

async function password(page, login) {
  await page.goto('/sign-in');
  await page.fill('#login', login);
  await page.fill('#password', PASSWORD);
  await Promise.all([page.waitForNavigation(), page.click('main form button')]);
}

async function says(page, text) {
  await page.getByText(text).first().waitFor();
}

async function sound(page) {
  const faults = await axe(page);
  expect(faults.length === 0, faults.join('; '));
  expect(!page.fault, page.fault);
}

// A device with a finger's print, as Chromium plays it.
async function device(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options });
  return { session, authenticatorId };
}

async function addsPasskey(page) {
  await page.goto('/account/second-factor');
  await Promise.all([page.waitForNavigation(), page.click('button[value=passkey]')]);
  await sound(page);
  await page.fill('#name', 'Điện thoại trực');
  await page.getByRole('button', { name: 'Tạo khoá trên thiết bị này' }).click();
  await says(page, 'Mã dự phòng');
  await says(page, 'Điện thoại trực');
  await sound(page);
}

async function passkeys(browser) {
  const { server, base } = await ours();
  try {
    const page = await open(browser, base);
    const { session, authenticatorId } = await device(page);
    await password(page, 'dieu-phoi');
    await addsPasskey(page);
    await page.context().clearCookies();
    await password(page, 'dieu-phoi');
    await sound(page);
    // A finger that is not the holder's.
    await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await page.getByRole('button', { name: 'Dùng khoá truy cập' }).click();
    await says(page, 'Thiết bị chưa xác nhận');
    await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    await page.getByRole('button', { name: 'Dùng khoá truy cập' }).click();
    await page.waitForURL('**/worklist');
    // Without scripts the code is there, and no button that does nothing.
    const bare = await browser.newContext({ baseURL: base, javaScriptEnabled: false });
    const plain = await bare.newPage();
    await password(plain, 'dieu-phoi');
    expect(await plain.locator('#code').isVisible(), 'no field for a code');
    expect(!(await plain.locator('form[data-passkey]').isVisible()), 'a button that does nothing');
  } finally {
    await server.stop();
  }
}

async function provider(browser) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const { server, base } = await ours(() => provided(issuer));
  const peer = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [`${base}/sign-in/provider/back`] }],
    cookies: { keys: ['thu'] },
    pkce: { required: () => true },
  });
  const running = await listen(peer.callback(), port);
  const there = async (page, who) => {
    await page.fill('input[name=login]', who);
    await page.fill('input[name=password]', 'x');
    await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')]);
    await page.click('button[type=submit]');
  };
  try {
    const page = await open(browser, base);
    await page.goto('/sign-in');
    await sound(page);
    await page.getByRole('link', { name: 'Đăng nhập bằng tài khoản chung' }).click();
    await there(page, 'so-8812');
    await says(page, 'chưa gắn với tài khoản nào');
    await page.context().clearCookies();
    await password(page, 'can-bo-1');
    await page.goto('/account');
    await page.getByRole('button', { name: 'Gắn tài khoản chung' }).click();
    await there(page, 'so-8812');
    await page.waitForURL('**/account');
    await says(page, 'Đã gắn từ');
    await sound(page);
    // The provider takes the place of the password alone.
    await device(page);
    await addsPasskey(page);
    const back = page.waitForRequest((request) => request.url().includes('/sign-in/provider/back'));
    await page.context().clearCookies();
    await page.goto('/sign-in?next=/account');
    await page.getByRole('link', { name: 'Đăng nhập bằng tài khoản chung' }).click();
    await there(page, 'so-8812');
    await page.getByRole('button', { name: 'Dùng khoá truy cập' }).click();
    await page.waitForURL('**/account');
    // What came back is of this browser and good once.
    const again = (await back).url();
    const thief = await open(browser, base);
    await thief.goto(again);
    await says(thief, 'không bắt đầu từ trình duyệt này');
    await page.goto('/account');
    await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Gỡ tài khoản chung' }).click()]);
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Đăng nhập bằng tài khoản chung' }).click();
    await there(page, 'so-8812');
    await says(page, 'chưa gắn với tài khoản nào');
  } finally {
    running.close();
    running.closeAllConnections();
    await server.stop();
  }
}

// Answers whatever it is told to; signs as the tokens' makers would who have no right to.
class Liar {
  keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });

  async start() {
    this.server = await listen((request, response) => {
      const answer = this.answer(request.url.split('?')[0]);
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}));
    });
    this.issuer = `http://127.0.0.1:${this.server.address().port}`;
  }

  answer(path) {
    const { issuer } = this;
    if (path === '/.well-known/openid-configuration') {
      return {
        issuer: this.says ?? issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      };
    }
    if (path === '/jwks') return { keys: [{ ...this.keys.publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: '1' }] };
    if (path === '/token') return { access_token: 'x', token_type: 'Bearer', id_token: this.token };
    return null;
  }

  sign(claims, { alg = 'RS256', key = this.keys.privateKey } = {}) {
    const signed = `${b64({ alg, kid: '1' })}.${b64(claims)}`;
    if (alg === 'none') return `${signed}.`;
    if (alg === 'HS256') return `${signed}.${createHmac('sha256', CLIENT.client_secret).update(signed).digest('base64url')}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
  }
}

// Goes there and comes back as a browser would; gives the page. Fetch alone would keep no cookies.
async function roundTrip(base, liar, forge) {
  const left = await fetch(`${base}/sign-in/provider`);
  const cookie = left.headers.get('set-cookie').split(';')[0];
  const to = new URL((await left.text()).match(/url=([^"]+)"/)[1].replaceAll('&amp;', '&').replaceAll('&#38;', '&'));
  const seconds = Math.floor(Date.now() / 1000);
  const claims = {
    iss: liar.issuer, aud: CLIENT.client_id, sub: 'so-1', iat: seconds, exp: seconds + 300, nonce: to.searchParams.get('nonce'),
  };
  const { token = liar.sign(claims), state = to.searchParams.get('state'), more = '', without = false } = forge(claims);
  liar.token = token;
  const back = `${base}/sign-in/provider/back?code=x&state=${state}${more}`;
  return (await fetch(back, { headers: without ? {} : { cookie } })).text();
}

async function liar() {
  const lying = new Liar();
  await lying.start();
  const { server, base } = await ours(() => provided(lying.issuer));
  const later = Math.floor(Date.now() / 1000);
  try {
    const honest = await roundTrip(base, lying, () => ({}));
    expect(honest.includes('chưa gắn với tài khoản nào'), 'a sound token is not known for sound');
    const lies = {
      'no signature': (claims) => ({ token: lying.sign(claims, { alg: 'none' }) }),
      'signed with the secret that both know': (claims) => ({ token: lying.sign(claims, { alg: 'HS256' }) }),
      'signed with a foreign key': (claims) => ({ token: lying.sign(claims, { key: lying.foreign.privateKey }) }),
      'for somebody else': (claims) => ({ token: lying.sign({ ...claims, aud: 'bank' }) }),
      'by somebody else': (claims) => ({ token: lying.sign({ ...claims, iss: 'https://elsewhere.test' }) }),
      'of another visit': (claims) => ({ token: lying.sign({ ...claims, nonce: 'old' }) }),
      'of no visit': ({ nonce, ...claims }) => ({ token: lying.sign(claims) }),
      'too old': (claims) => ({ token: lying.sign({ ...claims, exp: later - 600 }) }),
      'no token': () => ({ token: null }),
      'nonsense': () => ({ token: 'x.y.z' }),
      'another state': () => ({ state: 'other' }),
      'mixed up with another provider': () => ({ more: '&iss=https://elsewhere.test' }),
      'another browser': () => ({ without: true }),
    };
    for (const [name, lie] of Object.entries(lies)) {
      const page = await roundTrip(base, lying, lie);
      expect(/chưa xác nhận được|không khớp|không bắt đầu từ trình duyệt này/.test(page), `${name}: ${page.slice(0, 4000)}`);
    }
  } finally {
    lying.server.close();
    lying.server.closeAllConnections();
    await server.stop();
  }
}

async function silence() {
  const { server, base } = await ours(() => provided('http://127.0.0.1:9'));
  try {
    const answer = await fetch(`${base}/sign-in/provider`);
    expect(answer.status === 503 && (await answer.text()).includes('chưa trả lời'), `${answer.status}`);
  } finally {
    await server.stop();
  }
}

let browser;
before(async () => {
  world.run(['demo']);
  browser = await openBrowser();
});
after(async () => {
  await inTime(browser.close()).catch(() => {});
  await world.stop();
});

describe('the door', { concurrency: 2 }, () => {
  const tell = (name, story) => test(name, () => inTime(story(browser), 120_000));
  tell('a device opens an account after the password, the holder alone', passkeys);
  tell('an account is linked with a provider, opened by it, and unlinked', provider);
  tell('a provider that lies opens nothing', liar);
  tell('a provider that is silent is said', silence);
});
