// Opens every page in a real Chromium: as each role, on a phone and on a desk, with scripts and without. Each must
// answer, and have nothing that audit.mjs finds.
import { after, before, describe, test } from 'node:test';
import { Auditor } from './audit.mjs';
import { noFaults } from './faults.mjs';
import { PAGES, REFUSED } from './pages.mjs';
import { startServer } from './server.mjs';
import { SIZES, Stuck, enter, inTime, inside, openBrowser, send, watch } from './visitor.mjs';

const auditor = new Auditor();
let server;

// Everything that one person opens on one device.
function tour(role, size, scripts) {
  const steps = [...PAGES[role], ...(REFUSED[role] ?? []).map((page) => ({ ...page, refuse: true }))];
  let browser;
  let at;
  let who;
  const begin = async () => {
    browser = await openBrowser();
    const page = await (await enter(browser, who)).newPage();
    at = { page, noticed: watch(page, server.base) };
  };
  // A browser of its own for each tour: one that has lived through a hundred pages sometimes stops answering.
  before(() => {
    who = { base: server.base, role, size, scripts };
    return begin();
  });
  after(() => inTime(browser.close()).catch(() => {}));
  for (const page of steps) {
    test(`${role} ${page.name}`, async (t) => {
      noFaults(await inTime(visit(at, page, who)).catch(async (error) => {
        if (!(error instanceof Stuck)) throw error;
        t.diagnostic('the browser does not answer, once more with a new one');
        browser.close().catch(() => {});
        await begin();
        return inTime(visit(at, page, who));
      }));
    });
  }
}

async function visit({ page, noticed }, wanted, who) {
  const faults = [];
  try {
    await look(page, wanted, who, faults);
  } catch (error) {
    faults.push(error.message.split('\n')[0]);
  }
  return [...faults, ...noticed.splice(0)];
}

async function look(page, wanted, { role, scripts }, faults) {
  let response = await page.goto(wanted.path);
  if (wanted.link) response = await follow(page, wanted, faults);
  if (wanted.refuse) response = await send(page);
  const status = wanted.refuse ? 422 : (wanted.status ?? 200);
  if (response && response.status() !== status) faults.push(`status ${response.status()}, not ${status}`);
  if (response?.status() !== status) return;
  if (wanted.foreign) {
    if (scripts) await page.waitForSelector('.opblock');
    return;
  }
  faults.push(...(await inside(response)), ...(await auditor.audit(page, { status, family: role === 'public' })));
}

async function follow(page, { path, link, below = '' }, faults) {
  const addresses = await page.$$eval('a[href]', (links) => links.map((found) => found.getAttribute('href')));
  const address = addresses.find((found) => link.test(found));
  if (address) return page.goto(address.replace(/#.*$/, '') + below);
  faults.push(`no link ${link} on ${path}: the demo data should have one`);
  return null;
}

before(async () => { server = await startServer(); });
after(() => server?.stop());

for (const role of Object.keys(PAGES)) {
  for (const size of Object.keys(SIZES)) {
    for (const scripts of [true, false]) {
      describe(`${role}, ${size}, ${scripts ? 'with' : 'without'} scripts`, () => tour(role, size, scripts));
    }
  }
}
