// Twelve new cases before lunch: nine without a doubt approved together, one family asked, one refused, one joined to the
// case that the same person has already. Counts what it costs, and asks the API what is stored and what was told.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HOUSEHOLD, Office, PASSWORD } from './office.mjs';
import { MONDAY, prepareServer } from './server.mjs';
import { enter, openBrowser } from './visitor.mjs';

const STORY_MS = 120_000;
const GIVEN = 'Mai Lan Cúc Đào Huệ Liên Sen Thu Xuân Hạ Đông Bích'.split(' ');
const NOWHERE = '11593';
let browser;

before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

// The office with one approved case, and twelve that wait; which of them is to be asked, refused and joined.
async function morning() {
  const world = prepareServer({ at: MONDAY });
  const office = new Office(world);
  await office.prepare();
  await world.start();
  let filed = 0;
  const family = (person = {}, address = {}) => {
    filed += 1;
    const number = String(filed).padStart(2, '0');
    return office.file({
      contact: { ...HOUSEHOLD.contact, phone: `09123458${number}`, email: `nha${number}@example.test` },
      address: { ...HOUSEHOLD.address, line: `Số ${filed} ngõ 12 phố Lạch Tray`, ...address },
      applicants: [{ ...HOUSEHOLD.applicants[0], name: `Nguyễn Thị ${GIVEN[filed - 1]}`, number: '', ...person }],
    });
  };
  const known = await family();
  await office.approve(known.code);
  const clean = [];
  for (let at = 0; at < 9; at += 1) clean.push(await family());
  const asked = await family({ mobility: 'walks', group: undefined, birth: '05/03/1990' });
  const refused = await family({}, { ward_code: NOWHERE, pin: undefined });
  const twice = await family({ name: `Nguyễn Thị ${GIVEN[0]}` });
  return { world, office, known, clean, asked, refused, twice };
}

for (const scripts of [true, false]) {
  describe(`the inbox before lunch, ${scripts ? 'with' : 'without'} scripts`, () => {
    test('is empty after sixteen presses', { timeout: STORY_MS }, async () => {
      const { world, office, known, clean, asked, refused, twice } = await morning();
      try {
        const context = await enter(browser, { base: world.base, role: 'dispatcher', size: 'desk', scripts, password: PASSWORD });
        const page = await context.newPage();
        await page.goto('/worklist');
        let presses = 0;
        const lands = async (press) => {
          presses += 1;
          await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), press()]);
        };
        const follows = (selector) => lands(() => page.click(selector));
        const picks = async (name) => { presses += 1; await page.selectOption(`#${name}`, { index: 1 }); };
        await follows('.count[href="/cases?waits_for=office"]');
        assert.equal(await page.locator('.tabs [aria-current] .n').innerText(), '12');
        await follows('.bulk a[href*="tick=clean"]');
        await follows('.bulk button.primary');
        assert.match(await page.locator('.notice.good').innerText(), /Đã duyệt 9 hồ sơ/);
        await follows(`a[href="/cases/${asked.code}"]`);
        await picks('question_phrase');
        await follows('button[value=ask]');
        await follows('.head a[href="/cases"]');
        await follows(`a[href="/cases/${refused.code}"]`);
        await picks('reason_phrase');
        await follows('button[value=refuse]');
        await follows('.head a[href="/cases"]');
        await follows(`a[href="/cases/${twice.code}"]`);
        await follows(`a[href="/cases/${twice.code}/joining/${known.code}"]`);
        await follows(`button[value="${known.code}"]`);
        assert.ok(presses <= 16, `${presses} presses`);
        const state = async ({ code }) => (await office.case(code)).state;
        for (const one of clean) assert.equal(await state(one), 'verified');
        assert.deepEqual(await Promise.all([asked, refused, twice, known].map(state)), ['filed', 'refused', 'withdrawn', 'verified']);
        assert.ok((await office.case(asked.code)).question, 'the question is stored');
        for (const [number, about] of [['11', 'hỏi'], ['12', 'chưa'], ['13', 'gộp']]) {
          const mail = await waits(world, `nha${number}@example.test`, about);
          assert.ok(mail, `nha${number} was told: ${about}`);
        }
        await context.close();
      } finally {
        await world.stop();
      }
    });
  });
}

// The newest mail to an address that says something; the receipt left first.
async function waits(world, to, words) {
  for (const until = Date.now() + 20_000; Date.now() < until; ) {
    const found = world.mails().find((mail) => mail.to.includes(to) && `${mail.subject} ${mail.text}`.toLowerCase().includes(words));
    if (found) return found;
    await new Promise((done) => { setTimeout(done, 250); });
  }
  return null;
}
