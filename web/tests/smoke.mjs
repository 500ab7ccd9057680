// Opens every page in a real Chromium: as each role, on a phone and on a desk, with scripts and without. Each must
// answer, fit its width, load nothing from elsewhere, log no error, and pass axe (WCAG 2.2 AA and best practice).
//
//   node web/tests/smoke.mjs PATH/TO/luudong
//
// LUUDONG_SCREENSHOTS names a folder for pictures of the pages.
import { mkdirSync } from 'node:fs';
import { PAGES, REFUSED } from './pages.mjs';
import { startServer } from './server.mjs';
import { openBrowser, signIn, visit } from './visitor.mjs';

const SIZES = {
  phone: { width: 360, height: 740 },
  desk: { width: 1280, height: 800 },
};

const faults = [];
let visits = 0;

function note(name, found) {
  visits += 1;
  for (const fault of found) faults.push(`${name}: ${fault}`);
}

const server = await startServer(process.argv[2] ?? 'target/debug/luudong');
const { base } = server;
const browser = await openBrowser();
const pictures = process.env.LUUDONG_SCREENSHOTS;
if (pictures) mkdirSync(pictures, { recursive: true });

try {
  for (const [role, pages] of Object.entries(PAGES)) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const scripts of [true, false]) {
        const context = await browser.newContext({
          viewport,
          baseURL: base,
          locale: 'vi-VN',
          timezoneId: 'Asia/Ho_Chi_Minh',
          javaScriptEnabled: scripts,
        });
        if (role !== 'public') await signIn(context, server.logins[role]);
        for (const page of pages) {
          const name = `${role} ${page.name} (${size}, ${scripts ? 'with' : 'without'} scripts)`;
          const picture = pictures && scripts && `${pictures}/${role}-${page.name}-${size}.png`;
          note(name, await visit(context, page, { base, axe: scripts, picture }));
        }
        for (const form of scripts && role in REFUSED ? REFUSED[role] : []) {
          note(`${role} ${form.name} (${size})`, await visit(context, form, { base, axe: true, refuse: true }));
        }
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
  await server.stop();
}

for (const fault of faults) console.log(fault);
const broken = new Set(faults.map((fault) => fault.split('): ')[0])).size;
console.log(`test result: ${broken ? 'FAILED' : 'ok'}. ${visits - broken} passed; ${broken} failed;`);
process.exitCode = broken ? 1 : 0;
