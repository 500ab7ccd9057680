// Opens one page as one person and says everything that is wrong with it.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const TIMEOUT_MS = 10_000;
const VISIT_MS = 30_000;

// Chromium would otherwise look for updates and names on a network that may not be there.
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export function openBrowser() {
  return chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: FLAGS });
}

// The browser did not answer: not the page's fault. Seen rarely, with an idle machine and an idle browser.
export class Stuck extends Error {}

// Evaluating scripts, opening and closing pages have no time limit of their own.
export function inTime(work) {
  let late;
  const limit = new Promise((_, failed) => {
    late = setTimeout(() => failed(new Stuck(`not done after ${VISIT_MS} ms`)), VISIT_MS);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(late));
}

// Signs in by the page, as a person does.
export async function signIn(context, login, password) {
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.fill('#login', login);
  await page.fill('#password', password);
  // Chromium may never close a page that is still loading the next one, so the load is waited for.
  await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), page.click('main button')]);
  if (new URL(page.url()).pathname === '/sign-in') throw new Error(`${login} was not let in`);
  await page.close();
}

// Opens a page; with `refuse` its form is sent empty first. Gives what is wrong, one sentence each.
export function visit(context, wanted, how) {
  return inTime(visitPage(context, wanted, how));
}

async function visitPage(context, wanted, how) {
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  const faults = watch(page, how.base);
  try {
    await look(page, wanted, how, faults);
  } catch (error) {
    faults.push(error.message.split('\n')[0]);
  }
  await page.close();
  return faults;
}

// Notes what goes wrong without anybody asking: script errors, files that are missing, other hosts.
function watch(page, base) {
  const faults = [];
  const own = new URL(base).host;
  page.on('pageerror', (error) => faults.push(`script error: ${error.message}`));
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

async function look(page, wanted, { axe, picture, refuse }, faults) {
  let response = await page.goto(wanted.path);
  if (wanted.link) response = await follow(page, wanted, faults);
  if (refuse) response = await sendEmpty(page);
  const status = refuse ? 422 : (wanted.status ?? 200);
  if (response && response.status() !== status) faults.push(`status ${response.status()}, not ${status}`);
  if (response?.status() === status && !wanted.foreign) faults.push(...(await judge(page, { axe, status })));
  if (wanted.foreign && axe) await page.waitForSelector('.opblock');
  if (picture) await page.screenshot({ path: picture });
}

async function follow(page, { path, link }, faults) {
  const addresses = await page.$$eval('a[href]', (links) => links.map((found) => found.getAttribute('href')));
  const address = addresses.find((found) => link.test(found));
  if (address) return page.goto(address);
  faults.push(`no link ${link} on ${path}: the demo data should have one`);
  return null;
}

// Browsers would check `required` themselves; the server must.
async function sendEmpty(page) {
  await page.$$eval('main form', (forms) => forms.forEach((form) => (form.noValidate = true)));
  // The last button sends; others before it help to fill the form.
  const send = page.locator('main form button').last();
  const [response] = await Promise.all([page.waitForNavigation(), send.click()]);
  return response;
}

async function judge(page, { axe, status }) {
  const faults = [];
  if ((await page.locator('h1').count()) !== 1) faults.push('not exactly one h1');
  const title = await page.title();
  if (title.startsWith('Lỗi: ') !== (status === 422)) faults.push(`title «${title}» with status ${status}`);
  const wide = await page.evaluate(() => {
    const seen = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= seen) return null;
    const sticksOut = (element) => element.getBoundingClientRect().right > seen && !element.parentElement.closest('.scroll');
    const found = [...document.querySelectorAll('body *')].find(sticksOut);
    return `${document.documentElement.scrollWidth} px in a window of ${seen}: ${found?.outerHTML.slice(0, 100)}`;
  });
  if (wide) faults.push(`too wide: ${wide}`);
  if (axe) faults.push(...(await axeFaults(page)));
  return faults;
}

export async function axeFaults(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), TAGS);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `axe ${id}: ${help}: ${node.html.slice(0, 120)}`),
  );
}
