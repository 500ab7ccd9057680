// Opens every page in a real Chromium: as each role, on a phone and on a desk, with scripts and without. Each must
// answer, fit its width, load nothing from elsewhere, log no error, and pass axe (WCAG 2.2 AA and best practice).
//
//   node web/tests/smoke.mjs PATH/TO/luudong
//
// LUUDONG_SCREENSHOTS names a folder for pictures of the pages.
import { mkdirSync } from 'node:fs';
import { PAGES, REFUSED } from './pages.mjs';
import { startServer } from './server.mjs';
import { Stuck, inTime, openBrowser, signIn, visit } from './visitor.mjs';

const SIZES = {
  phone: { width: 360, height: 740 },
  desk: { width: 1280, height: 800 },
};

// Accounts of the demo data (src/commands/demo.rs).
const PASSWORD = 'luu-dong-2026';
const LOGINS = { dispatcher: 'dieu-phoi', officer: 'can-bo-1', admin: 'quan-tri' };

const server = await startServer(process.argv[2] ?? 'target/debug/luudong');
const { base } = server;
const pictures = process.env.LUUDONG_SCREENSHOTS;
if (pictures) mkdirSync(pictures, { recursive: true });

const faults = [];
let visits = 0;
let broken = 0;
let browser;

// Everything that one person opens on one device.
async function tour(role, size, scripts) {
  const steps = PAGES[role].map((page) => {
    const picture = pictures && scripts && `${pictures}/${role}-${page.name}-${size}.png`;
    return { page, how: { base, axe: scripts, picture } };
  });
  const refused = scripts ? (REFUSED[role] ?? []) : [];
  steps.push(...refused.map((page) => ({ page, how: { base, axe: true, refuse: true } })));
  // A browser of its own for each tour: one that has lived through a hundred pages sometimes stops answering.
  browser = await openBrowser();
  let context = await enter(role, size, scripts);
  for (const { page, how } of steps) {
    const name = `${role} ${page.name} (${size}, ${scripts ? 'with' : 'without'} scripts)`;
    const found = await visit(context, page, how).catch(async (error) => {
      if (!(error instanceof Stuck)) throw error;
      console.log(`${name}: the browser does not answer, once more with a new one`);
      browser.close().catch(() => {});
      browser = await openBrowser();
      context = await enter(role, size, scripts);
      return visit(context, page, how);
    });
    visits += 1;
    broken += found.length > 0 ? 1 : 0;
    faults.push(...found.map((fault) => `${name}: ${fault}`));
  }
  await inTime(browser.close()).catch(() => {});
}

async function enter(role, size, scripts) {
  const context = await browser.newContext({
    viewport: SIZES[size],
    baseURL: base,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    javaScriptEnabled: scripts,
  });
  if (role !== 'public') await inTime(signIn(context, LOGINS[role], PASSWORD));
  return context;
}

try {
  for (const role of Object.keys(PAGES)) {
    for (const size of Object.keys(SIZES)) {
      for (const scripts of [true, false]) await tour(role, size, scripts);
    }
  }
} catch (error) {
  // A tour that broke off has not passed.
  faults.push(`broke off: ${error.message}`);
  broken += 1;
  visits += 1;
} finally {
  await server.stop();
}

for (const fault of faults) console.log(fault);
console.log(`test result: ${broken ? 'FAILED' : 'ok'}. ${visits - broken} passed; ${broken} failed;`);
// Ends the browser too, whether it answers or not.
process.exit(broken ? 1 : 0);
