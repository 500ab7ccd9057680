// A dispatcher's morning in a browser: the caller answered (found, told the date, moved to another half-day), the new cases
// approved together, by mouse with and without scripts, and by keys alone. Counts what it costs.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MONDAY, startServer } from './server.mjs';
import { enter, openBrowser } from './visitor.mjs';

const STORY_MS = 120_000;
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
    test(`is answered and moved, ${scripts ? 'with' : 'without'} scripts`, { timeout: STORY_MS }, async () => {
      const one = await Dispatcher.enters(scripts);
      const household = await contactOf(one, scripts ? 0 : 1);
      await one.page.goto('/worklist');
      Object.assign(one, { presses: 0, loads: 0 });
      await one.finds(household.phone);
      assert.equal(new URL(one.page.url()).pathname, `/cases/${household.code}`, 'one hit opens the case');
      const before = await one.text('.next .when');
      assert.match(before, /\d\d\/\d\d\/\d{4}/, 'the date stands on top');
      await one.lands(() => one.page.click('.acts a[href$="/half-day"]'));
      const wanted = one.page.locator('.offers li').filter({ hasText: 'buổi sáng' }).last();
      const words = await wanted.locator('b').innerText();
      await one.lands(() => wanted.locator('button').click());
      const day = words.match(/\d\d\/\d\d\/\d{4}/)[0];
      assert.ok((await one.text('.next .when')).includes(day), `${await one.text('.next .when')} is ${day}`);
      assert.notEqual(await one.text('.next .when'), before);
      assert.match(await one.text('.story'), /Đặt, đổi hoặc trả buổi/, 'what happened says so');
      assert.ok(one.presses <= 10 && one.loads <= 4, `${one.presses} presses, ${one.loads} pages`);
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

// A household of the coming days that can still choose, by its place among those who have a half-day.
async function contactOf(one, at) {
  await one.page.goto('/cases?state=verified');
  const booked = one.page.locator('tbody tr').filter({ hasText: 'buổi' });
  const links = await booked.locator('a.code').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const found = [];
  for (const link of links.slice(-8)) {
    await one.page.goto(link);
    const when = one.page.locator('.next .when');
    if ((await when.count()) > 0 && (await one.page.locator('.acts a[href$="/half-day"]').count()) > 0) {
      const phone = (await one.page.locator('.callers .phone').innerText()).trim();
      found.push({ code: link.split('/').pop(), phone });
    }
    if (found.length > at) return found[at];
  }
  throw new Error('nobody has a half-day');
}
