// A dispatcher's morning in a browser: the caller answered (found, told the date, moved to another half-day), the new cases
// approved together, by mouse with and without scripts, and by keys alone. Counts what it costs.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MONDAY, startServer } from './server.mjs';
import { enter, openBrowser } from './visitor.mjs';

const STORY_MS = 120_000;
const MAIL_MS = 30_000;
let server;
let browser;

// Somebody at a desk who counts what they press and the pages they wait for.
class Dispatcher {
  static async enters(scripts) {
    const one = new Dispatcher();
    one.context = await enter(browser, { base: server.base, role: 'dispatcher', size: 'desk', scripts });
    one.page = await one.context.newPage();
    await one.page.goto('/worklist');
    Object.assign(one, { presses: 0, loads: 0 });
    return one;
  }

  async lands(press) {
    this.presses += 1;
    this.loads += 1;
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), press()]);
  }

  async finds(words) {
    this.presses += 1;
    await this.page.fill('#find', words);
    await this.lands(() => this.page.press('#find', 'Enter'));
  }

  // On the same page.
  async opens(selector) {
    this.presses += 1;
    await this.page.click(selector);
  }

  text(selector) {
    return this.page.locator(selector).first().innerText();
  }

  count(selector) {
    return this.page.locator(selector).count();
  }
}

before(async () => {
  server = await startServer({ at: MONDAY });
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

describe('the call', () => {
  for (const scripts of [true, false]) {
    test(`is answered, moved, corrected and told again, ${scripts ? 'with' : 'without'} scripts`, { timeout: STORY_MS }, async () => {
      const one = await Dispatcher.enters(scripts);
      const household = await contactOf(one, scripts ? 0 : 1);
      await one.page.goto('/worklist');
      Object.assign(one, { presses: 0, loads: 0 });
      await one.finds(household.name);
      assert.equal(new URL(one.page.url()).pathname, `/cases/${household.code}`, 'one hit opens the case');
      const before = await one.text('.next .when');
      assert.match(before, /\d\d\/\d\d\/\d{4}/, 'the date stands on top');
      await one.opens('.acts a[href="#half-day"]');
      const wanted = one.page.locator('#half-day .offers li').filter({ hasText: 'Thứ Bảy' }).last();
      const words = await wanted.locator('b').innerText();
      await one.lands(() => wanted.locator('button').click());
      const day = words.match(/\d\d\/\d\d\/\d{4}/)[0];
      assert.ok((await one.text('.next .when')).includes(day), `${await one.text('.next .when')} is ${day}`);
      assert.match(await one.text('.story'), /Đặt, đổi hoặc trả buổi/, 'what happened says so');
      // The birth year was heard wrong.
      await one.opens('a[href="#person-1"]');
      await one.page.fill('#person-1-birth', '1941');
      one.presses += 1;
      await one.lands(() => one.page.click('#person-1 button.primary'));
      assert.match(await one.text('.person'), /sinh 1941/);
      assert.ok((await one.text('.next .when')).includes(day), 'the half-day stays');
      await server.mail(household.email, new RegExp(household.code));
      const mails = await settled(() => server.mails().filter((mail) => mail.to.includes(household.email)).length);
      await one.lands(() => one.page.click('form[action$="/messages"] button'));
      assert.equal(await one.count('.mistakes'), 0, await one.text('main'));
      assert.ok(one.presses <= 10 && one.loads <= 4, `${one.presses} presses, ${one.loads} pages`);
      await until(() => server.mails().filter((mail) => mail.to.includes(household.email)).length > mails, 'the mail is there again');
      await one.context.close();
    });
  }
});

describe('the inbox', () => {
  test('is worked through by keys alone', { timeout: STORY_MS }, async () => {
    const one = await Dispatcher.enters(true);
    const keys = (...all) => all.reduce((done, key) => done.then(() => one.page.keyboard.press(key)), Promise.resolve());
    await one.lands(async () => { await keys('g', 'h'); });
    assert.equal(new URL(one.page.url()).pathname, '/cases');
    const waiting = Number(await one.text('.tabs [aria-current] .n'));
    assert.ok(waiting > 3, `${waiting} wait`);
    // The first is opened, read and approved, and the next one stands there.
    await keys('j');
    await one.lands(() => keys('Enter'));
    const first = await one.text('h1 .code');
    await one.lands(() => keys('a'));
    assert.notEqual(await one.text('h1 .code'), first, 'the next case');
    await one.lands(async () => { await keys('g', 'h'); });
    assert.equal(Number(await one.text('.tabs [aria-current] .n')), waiting - 1);
    // Letters sleep while somebody types.
    await keys('/');
    await one.page.keyboard.type('gh');
    assert.equal(await one.page.inputValue('#find'), 'gh');
    await one.page.keyboard.press('Tab');
    await keys('?');
    assert.match(await one.text('#keys-list'), /Duyệt các hồ sơ đã chọn/);
    await keys('Escape');
    await one.context.close();
  });

  for (const scripts of [true, false]) {
    test(`what has no doubt is approved together, ${scripts ? 'with' : 'without'} scripts`, { timeout: STORY_MS }, async () => {
      const one = await Dispatcher.enters(scripts);
      await one.lands(() => one.page.click('.count[href="/cases?waits_for=office"]'));
      const waiting = Number(await one.text('.tabs [aria-current] .n'));
      if (scripts) {
        await one.lands(() => one.page.click('.bulk a[href*="tick=clean"]'));
        // Two are left for later.
        const ticked = one.page.locator('input[name=case]:checked');
        while ((await ticked.count()) > 3) await ticked.last().uncheck();
      } else {
        await one.lands(() => one.page.click('.bulk a[href*="tick=clean"]'));
      }
      const chosen = await one.count('input[name=case]:checked');
      await one.lands(() => one.page.click('.bulk button.primary'));
      assert.ok((await one.text('.notice.good')).includes(`Đã duyệt ${chosen} hồ sơ`), await one.text('.notice.good'));
      assert.equal(Number(await one.text('.tabs [aria-current] .n')), waiting - chosen);
      assert.ok(one.loads <= 3, `${one.loads} pages`);
      await one.context.close();
    });
  }

  test('keys can be switched off, and stay off', { timeout: STORY_MS }, async () => {
    const one = await Dispatcher.enters(true);
    await one.page.click('.places .more summary');
    await one.page.click('#keys-switch');
    await one.page.reload();
    await one.page.keyboard.press('g');
    await one.page.keyboard.press('h');
    assert.equal(new URL(one.page.url()).pathname, '/worklist');
    assert.equal(await one.page.locator('.find kbd').isVisible(), false, 'no hint without the keys');
    await one.context.close();
  });
});

// A household of the coming days with an address for mail that can still choose, found by its person's name alone; by its
// place among those.
async function contactOf(one, at) {
  await one.page.goto('/cases?state=verified');
  const booked = one.page.locator('tbody tr').filter({ hasText: 'buổi' });
  const links = await booked.locator('a.code').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const found = [];
  for (const link of links) {
    await one.page.goto(link);
    const able = ['.next .when', '.acts a[href="#half-day"]', 'form[action$="/messages"]', '#person-1'];
    const counts = await Promise.all([...able.map((selector) => one.count(selector)), one.page.locator('#half-day .offers li', { hasText: 'Thứ Bảy' }).count()]);
    if (counts.some((count) => count === 0)) continue;
    const name = (await one.text('.person b')).trim();
    const email = (await one.text('main')).match(/[\w.+-]+@[\w.-]+\w/)[0];
    await one.page.goto(`/search?q=${encodeURIComponent(name)}`);
    const code = link.split('/').pop();
    if (new URL(one.page.url()).pathname === `/cases/${code}`) found.push({ code, name, email });
    if (found.length > at) return found[at];
  }
  throw new Error(`${found.length} households can be called about, of ${links.length}`);
}

async function until(holds, what) {
  for (const end = Date.now() + MAIL_MS; !holds(); await pause()) if (Date.now() > end) throw new Error(what);
}

// A number that has not changed for a while.
async function settled(count) {
  for (let [was, still] = [count(), 0]; ; ) {
    await pause();
    const now = count();
    still = now === was ? still + 1 : 0;
    was = now;
    if (still > 8) return now;
  }
}

const pause = () => new Promise((done) => { setTimeout(done, 250); });
