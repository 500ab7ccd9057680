// A day questioned and moved on the board: a run, why a household stands where it stands, one moved to the other team, one
// pinned, two changed round, the last edit taken back. Looks at what the board shows and which duties have
// another version; what families are told of edits is in tests/http/by_hand.rs.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HOUSEHOLD, Office, PASSWORD, WARDS } from './office.mjs';
import { MONDAY, prepareServer } from './server.mjs';
import { enter, openBrowser } from './visitor.mjs';

const STORY_MS = 120_000;
const FRIDAY = '2026-11-27';
const BOARD = `/board?on=${FRIDAY}`;
let browser;

before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

// Two teams on Friday, three approved households in the morning of the first.
async function office() {
  const world = prepareServer({ at: MONDAY });
  const desk = new Office(world);
  await desk.prepare();
  await world.start();
  const filed = [];
  for (const at of [1, 2, 3]) {
    const one = await desk.file({
      contact: { ...HOUSEHOLD.contact, phone: `091234590${at}`, email: `nha${at}@example.test` },
      address: { ...HOUSEHOLD.address, line: `Số ${at} ngõ 12 phố Lạch Tray`, pin: { lat: 20.8661 - at / 500, lng: 106.7045 + at / 700 } },
      applicants: [{ ...HOUSEHOLD.applicants[0], name: `Nguyễn Thị ${['Mai', 'Lan', 'Cúc'][at - 1]}`, number: '', mobility: 'wheelchair' }],
    });
    await desk.approve(one.code);
    await desk.book(one, FRIDAY, 'morning');
    filed.push(one);
  }
  await desk.crew(2, WARDS, [`${FRIDAY} full`]);
  return { world, desk, filed };
}

for (const scripts of [true, false]) {
  describe(`the board, ${scripts ? 'with' : 'without'} scripts`, () => {
    test('is asked why, and moved by hand', { timeout: STORY_MS }, async () => {
      const { world, desk, filed } = await office();
      try {
        const context = await enter(browser, { base: world.base, role: 'dispatcher', size: 'desk', scripts, password: PASSWORD });
        const page = await context.newPage();
        const lands = (press) => Promise.all([page.waitForNavigation({ waitUntil: 'load' }), press()]);
        const chooses = async ({ code }) => {
          await page.goto(BOARD);
          await lands(() => page.locator(`.lanes a`).filter({ hasText: code.split('-')[0] }).first().click());
          assert.match(await page.locator('#why').innerText(), new RegExp(code));
        };
        const teams = async () => {
          const { items } = await desk.ask('GET', `/api/v1/duties?from=${FRIDAY}&to=${FRIDAY}&limit=100`);
          const stands = {};
          for (const duty of items) stands[duty.id] = duty.version;
          return stands;
        };
        const said = () => page.locator('.b-done').innerText();
        // A run from its own page.
        await page.goto('/planning-runs');
        for (const name of ['from', 'to']) {
          for (const [part, value] of [['day', '27'], ['month', '11'], ['year', '2026']]) await page.fill(`[id="${name}.${part}"]`, value);
        }
        await lands(() => page.locator('form[action="/planning-runs"] button').click());
        assert.match(new URL(page.url()).pathname, /^\/planning-runs\/\d+$/);
        // Why it stands there, and what other places would cost.
        await chooses(filed[0]);
        assert.ok((await page.locator('#chosen li').count()) > 0, 'a reason');
        assert.ok((await page.locator('table.spots tbody tr').count()) > 0, 'other places');
        const before_ = await teams();
        // To the other team, in the same half-day.
        const elsewhere = page.locator('table.spots tbody tr').filter({ hasText: 'Tổ lưu động 2' }).filter({ hasText: 'buổi sáng 27/11' }).first();
        await lands(() => elsewhere.locator('button').click());
        if ((await page.locator('input[name=confirm]').count()) > 0) await lands(() => page.locator('form.notice button').click());
        assert.equal(await page.locator('.mistakes').count(), 0, await page.locator('main').innerText());
        assert.match(await said(), new RegExp(filed[0].code));
        assert.notDeepEqual(await teams(), before_, 'both duties have another version');
        // One is pinned.
        await chooses(filed[1]);
        await lands(() => page.locator('#chosen button[value=pin]').click());
        assert.equal(await page.locator('#chosen button[value=unpin]').count(), 1, 'it says so');
        // Two change places.
        await chooses(filed[1]);
        await page.locator('#chosen details summary').click();
        await lands(() => page.locator('#chosen button[value=swap]').filter({ hasText: filed[2].code }).click());
        assert.equal(await page.locator('.mistakes').count(), 0, await page.locator('main').innerText());
        // The last edit is taken back, after the page was opened anew.
        await page.goto(BOARD);
        const undo = page.locator('.b-done form[action$="/undo"] button').first();
        await lands(() => undo.click());
        assert.match(await said(), /đã hoàn tác/);
        await context.close();
      } finally {
        await world.stop();
      }
    });
  });
}
