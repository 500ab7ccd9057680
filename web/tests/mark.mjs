// Draws our own mark as mails carry it, assets/mail-mark.png, from assets/favicon.svg.
//
//   node web/tests/mark.mjs
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './visitor.mjs';

// Shown at 44; phones have up to three dots for each.
const SIDE = 132;
const asset = (name) => fileURLToPath(new URL(`../../assets/${name}`, import.meta.url));

const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: SIDE, height: SIDE } });
const svg = readFileSync(asset('favicon.svg'), 'utf8').replace('<svg ', `<svg width="${SIDE}" height="${SIDE}" style="display:block" `);
await page.setContent(`<body style="margin:0">${svg}`);
await page.screenshot({ path: asset('mail-mark.png'), omitBackground: true });
await browser.close();
