// Opens every page in a real Chromium: as each role, on a phone and on a desk, with scripts and without. Each must
// answer, and have nothing that audit.mjs finds.
//
//   node web/tests/smoke.mjs PATH/TO/luudong
import { Auditor } from './audit.mjs';
import { PAGES, REFUSED } from './pages.mjs';
import { Tally } from './tally.mjs';
import { startServer } from './server.mjs';
import { SIZES, Stuck, enter, inTime, inside, openBrowser, send, watch } from './visitor.mjs';

const server = await startServer(process.argv[2] ?? 'target/debug/luudong');
const auditor = new Auditor();
const tally = new Tally();
let browser;

// Everything that one person opens on one device.
async function tour(role, size, scripts) {
  const who = { base: server.base, role, size, scripts };
  const steps = [...PAGES[role], ...(REFUSED[role] ?? []).map((page) => ({ ...page, refuse: true }))];
  // A browser of its own for each tour: one that has lived through a hundred pages sometimes stops answering.
  browser = await openBrowser();
  let context = await enter(browser, who);
  for (const page of steps) {
    const name = `${role} ${page.name} (${size}, ${scripts ? 'with' : 'without'} scripts)`;
    const faults = await inTime(visit(context, page, who)).catch(async (error) => {
      if (!(error instanceof Stuck)) throw error;
      console.log(`${name}: the browser does not answer, once more with a new one`);
      browser.close().catch(() => {});
      browser = await openBrowser();
      context = await enter(browser, who);
      return inTime(visit(context, page, who));
    });
    tally.add(name, faults);
  }
  await inTime(browser.close()).catch(() => {});
}

async function visit(context, wanted, who) {
  const page = await context.newPage();
  const faults = watch(page, server.base);
  try {
    await look(page, wanted, who, faults);
  } catch (error) {
    faults.push(error.message.split('\n')[0]);
  }
  await page.close();
  return faults;
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

async function follow(page, { path, link }, faults) {
  const addresses = await page.$$eval('a[href]', (links) => links.map((found) => found.getAttribute('href')));
  const address = addresses.find((found) => link.test(found));
  if (address) return page.goto(address);
  faults.push(`no link ${link} on ${path}: the demo data should have one`);
  return null;
}

await tally.closing(async () => {
  for (const role of Object.keys(PAGES)) {
    for (const size of Object.keys(SIZES)) {
      for (const scripts of [true, false]) await tour(role, size, scripts);
    }
  }
}, () => server.stop());
