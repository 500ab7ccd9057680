// Opens pages as one person on one device, and notes everything that goes wrong on the way.
import { chromium } from 'playwright-core';

// Where a page is opened in 50 ms, this is a machine that does much else.
const TIMEOUT_MS = 30_000;
const VISIT_MS = 60_000;

export const SIZES = {
  phone: { width: 360, height: 740 },
  desk: { width: 1280, height: 800 },
};

// Accounts of the demo data (src/commands/demo.rs).
const PASSWORD = 'thuyen-buom-song-cam';
const LOGINS = { dispatcher: 'dieu-phoi', officer: 'can-bo-1', admin: 'quan-tri' };

// Chromium would otherwise look for updates and names on a network that may not be there.
export const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--host-resolver-rules=MAP luudong.test 127.0.0.1',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

// Debian's shell of Chromium: the same engine without the windows around it, for two thirds of the processor time.
export const CHROMIUM = '/usr/bin/chromium-headless-shell';

export function openBrowser() {
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
}

// The browser did not answer: not the page's fault. Seen rarely, with an idle machine and an idle browser.
export class Stuck extends Error {}

// Evaluating scripts, opening and closing pages have no time limit of their own.
export function inTime(work, limit_ms = VISIT_MS) {
  let late;
  const limit = new Promise((_, failed) => {
    late = setTimeout(() => failed(new Stuck(`not done after ${limit_ms} ms`)), limit_ms);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(late));
}

// A person with a device: a context of the browser, signed in if the role has an account.
export async function enter(browser, { base, role = 'public', size, scripts, password = PASSWORD }) {
  const context = await browser.newContext({
    viewport: SIZES[size],
    baseURL: base,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    javaScriptEnabled: scripts,
  });
  context.setDefaultTimeout(TIMEOUT_MS);
  if (role !== 'public') await inTime(signIn(context, LOGINS[role], password));
  return context;
}

// Signs in by the page, as a person does.
async function signIn(context, login, password) {
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.fill('#login', login);
  await page.fill('#password', password);
  // Chromium may never close a page that is still loading the next one, so the load is waited for.
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.click('main button')]);
  if (new URL(page.url()).pathname === '/sign-in') throw new Error(`${login} was not let in`);
  await page.close();
}

// Notes what goes wrong without anybody asking: script errors, refusals of the page's policy, files that are missing,
// other hosts, scripts and styles inside a page.
export function watch(page, base) {
  const faults = [];
  const own = new URL(base).host;
  page.on('pageerror', (error) => faults.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    // The browser says so of every answer above 399; whether a page may answer so is audited elsewhere.
    const status = /Failed to load resource: the server responded with a status/.test(message.text());
    if (message.type() === 'error' && !status) faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const address = new URL(request.url());
    if (address.protocol.startsWith('http') && address.host !== own) faults.push(`asks ${address.host}`);
  });
  page.on('response', (response) => {
    const main = response.frame() === page.mainFrame() && response.request().isNavigationRequest();
    if (!main && response.status() >= 400) faults.push(`${response.status()} for ${response.url()}`);
  });
  return faults;
}

// The page's policy forbids scripts, styles and handlers inside a page. Without this look, a browser would only drop
// them silently where scripts are off.
export async function inside(response) {
  const html = await response.text();
  const found = html.match(/<style\b|\sstyle=|\son[a-z]+=["']|href=["']javascript:|<script(?![^>]*\b(src=|type="application\/json"))[^>]*>/i);
  return found ? [`inside the page: ${html.slice(found.index, found.index + 80)}`] : [];
}

// Sends a form by the button that goes on, and waits for the answer. Browsers would check `required` themselves; here
// the server must.
export async function send(page, form = page.locator('main form').last()) {
  await form.evaluate((one) => { one.noValidate = true; });
  const onward = form.locator('button[value=next], button[value=send], button[value=end]');
  const button = (await onward.count()) > 0 ? onward.first() : form.locator('button:not([formaction]), input[type=submit]').last();
  const [response] = await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), button.click()]);
  return response;
}
