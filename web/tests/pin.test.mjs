// The question where the house is, in a real Chromium: with scripts (a pin to drag, arrow keys, position granted and
// denied, tiles that cannot be had) and without (taps, buttons, Plus Code), on a phone and on a desk, light and dark.
// LUUDONG_SCREENSHOTS names a folder for pictures of the page.
import { mkdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { axe as axeFaults } from './audit.mjs';
import { noFaults } from './faults.mjs';
import { startServer } from './server.mjs';
import { inTime, openBrowser } from './visitor.mjs';

const PHONE = { width: 320, height: 740 };
const DESK = { width: 1280, height: 900 };
const HOUSE = { latitude: 20.8688, longitude: 106.7068 };

// Nobody listens there: as far as the page is concerned, a host of tiles that is down.
const TILES = { LUUDONG__MAP__TILE_URL: 'http://127.0.0.1:9/{z}/{x}/{y}.png', LUUDONG__MAP__ATTRIBUTION: 'Ảnh thử' };

// The answers before the question, page by page.
const BEFORE = [
  { 'applicants.0.name': 'Nguyễn Thị Hòa', 'applicants.0.birth.year': '1950', 'applicants.0.sex': 'female' },
  { 'applicants.0.card': 'cmnd9', 'applicants.0.need': 'wants_new' },
  { 'applicants.0.mobility': 'bedridden' },
  { ward_search: '11329', 'address.line': 'Số 12 phố Lê Lợi' },
];

const pictures = process.env.LUUDONG_SCREENSHOTS;
let server;
let base;

// A draft that stands at the question; gives the question's address.
async function draft() {
  const send = (path, fields) => fetch(base + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  let next = (await send('/apply', { who: 'grandchild', go: 'next' })).headers.get('location');
  for (const fields of BEFORE) {
    const answer = await send(next, { ...fields, go: 'next' });
    if (answer.status !== 303) throw new Error(`${next}: ${answer.status}`);
    next = answer.headers.get('location');
  }
  if (!next.endsWith('/house')) throw new Error(`the page is ${next}`);
  return next.replace(/house$/, 'pin');
}

async function open(browser, { size, scripts = true, dark = false, position }) {
  const context = await browser.newContext({
    viewport: size,
    baseURL: base,
    locale: 'vi-VN',
    javaScriptEnabled: scripts,
    colorScheme: dark ? 'dark' : 'light',
    ...(position === 'granted' && { geolocation: HOUSE, permissions: ['geolocation'] }),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.faults = [];
  page.scripts = scripts;
  page.on('pageerror', (error) => page.faults.push(`script error: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) page.faults.push(`${response.status()} for ${response.url()}`);
  });
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) page.faults.push(message.text());
  });
  await page.goto(await draft());
  return page;
}

const said = (page) => page.locator('#pin-said').innerText();
const pin = (page) =>
  page.evaluate(() => ['pin.lat', 'pin.lng'].map((name) => document.querySelector(`[name="${name}"]`).value).join(' '));

function expect(truth, what) {
  if (!truth) throw new Error(what);
}

async function expectSaid(page, words) {
  const found = page.locator('#pin-said', { hasText: words });
  await found.waitFor().catch(async () => expect(false, `«${words}» is not said: ${await said(page)}`));
}

async function fits(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide <= 0, `${wide} px too wide`);
}

const STORIES = {
  'a tap on the map sets the pin, arrow keys move it, and it is kept': async (browser) => {
    const page = await open(browser, { size: PHONE });
    await page.waitForSelector('.map .leaflet-marker-icon');
    await expectSaid(page, 'Kéo ghim, hoặc dùng phím mũi tên');
    await page.locator('.map').click({ position: { x: 200, y: 90 } });
    await expectSaid(page, 'về phía Đông Bắc');
    const tapped = await pin(page);
    await page.locator('.leaflet-marker-icon').focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowLeft');
    const moved = await pin(page);
    expect(moved.split(' ')[0] > tapped.split(' ')[0], `${moved} is not north of ${tapped}`);
    expect(moved.split(' ')[1] < tapped.split(' ')[1], `${moved} is not west of ${tapped}`);
    await page.click('button[value="north"]');
    expect((await pin(page)).split(' ')[0] > moved.split(' ')[0], 'the button does not move the pin');
    const kept = await pin(page);
    const address = page.url();
    await Promise.all([page.waitForURL(/\/contact$/), page.click('button[value="next"]')]);
    await page.goto(address);
    expect((await pin(page)) === kept, `${await pin(page)} was kept, not ${kept}`);
    return page;
  },
  'tiles that cannot be had leave a map with our own drawing': async (browser) => {
    const page = await open(browser, { size: DESK });
    const drawing = page.locator('.map img.leaflet-image-layer').last();
    await drawing.waitFor();
    await page.waitForFunction(() => [...document.querySelectorAll('.leaflet-image-layer')].some((one) => one.naturalWidth > 0));
    await page.click('.leaflet-control-zoom-in');
    await page.waitForFunction(() => document.querySelector('.leaflet-image-layer').src.includes('/15/'));
    await expect(await page.locator('.leaflet-control-attribution').innerText() === 'Ảnh thử', 'nobody is named for the tiles');
    const box = await page.locator('.leaflet-marker-icon').boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 90, box.y + 60, { steps: 8 });
    await page.mouse.up();
    await expectSaid(page, 'cách trung tâm Phường Ngô Quyền');
    return page;
  },
  'the position of the device sets the pin when it is allowed': async (browser) => {
    const page = await open(browser, { size: PHONE, position: 'granted', dark: true });
    expect(!(await said(page)).includes('Đã ghim'), 'the position was asked for without a click');
    await page.click('[data-pin="locate"] button');
    await expectSaid(page, 'Đã ghim theo vị trí của điện thoại');
    expect((await pin(page)) === '20.868800 106.706800', `the pin is at ${await pin(page)}`);
    return page;
  },
  'a position that is not told is said in words, and nothing is lost': async (browser) => {
    const page = await open(browser, { size: PHONE, position: 'denied' });
    await page.click('[data-pin="locate"] button');
    await expectSaid(page, 'Trình duyệt không cho biết vị trí');
    expect((await pin(page)) === ' ', 'there is a pin');
    return page;
  },
  'without Leaflet the position is still taken, by the server': async (browser) => {
    const page = await open(browser, { size: PHONE, position: 'granted' });
    await page.route('**/leaflet.js', (route) => route.abort());
    await page.reload();
    await page.click('[data-pin="locate"] button');
    await expectSaid(page, 'Plus Code của vị trí này');
    expect((await page.locator('svg.pin g').count()) === 1, 'no pin is drawn');
    return page;
  },
  'without scripts a tap, a button and a code set the pin on a phone': async (browser) => {
    const page = await open(browser, { size: PHONE, scripts: false });
    await Promise.all([page.waitForNavigation(), page.locator('input.small').click({ position: { x: 200, y: 90 } })]);
    await expectSaid(page, 'về phía Đông Bắc');
    await Promise.all([page.waitForNavigation(), page.click('button[value="closer"]')]);
    await Promise.all([page.waitForNavigation(), page.click('button[value="south"]')]);
    await page.fill('#pin\\.plus_code', '20.866055, 106.704475');
    await Promise.all([page.waitForNavigation(), page.press('#pin\\.plus_code', 'Enter')]);
    await expectSaid(page, 'ngay trung tâm');
    return page;
  },
  'without scripts a tap sets the pin on a desk, in the dark': async (browser) => {
    const page = await open(browser, { size: DESK, scripts: false, dark: true });
    await Promise.all([page.waitForNavigation(), page.locator('input.large').click({ position: { x: 150, y: 400 } })]);
    await expectSaid(page, 'về phía Tây Nam');
    return page;
  },
};

before(async () => {
  if (pictures) mkdirSync(pictures, { recursive: true });
  server = await startServer({ settings: TILES });
  base = server.base;
});
after(() => server?.stop());

describe('where the house is', { concurrency: 2 }, () => {
  for (const [at, [name, story]] of Object.entries(STORIES).entries()) {
    test(name, async () => {
      const browser = await openBrowser();
      try {
        const page = await inTime(story(browser));
        await fits(page);
        if (page.scripts) page.faults.push(...(await axeFaults(page)));
        // What the host of tiles refuses is the point of this test.
        noFaults(page.faults);
        if (pictures) await page.screenshot({ path: `${pictures}/pin-${at + 1}.png`, fullPage: true });
      } finally {
        await inTime(browser.close()).catch(() => {});
      }
    });
  }
});
