// The coming week from the last one: copied, one officer on leave, one kit out of service, and what is hurt is named. Counts
// what it costs, and asks the API what is stored.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Office, PASSWORD, WARDS } from './office.mjs';
import { MONDAY, prepareServer } from './server.mjs';
import { enter, openBrowser } from './visitor.mjs';

const STORY_MS = 120_000;
let browser;

before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

for (const scripts of [true, false]) {
  describe(`the week, ${scripts ? 'with' : 'without'} scripts`, () => {
    test('is there in twelve presses', { timeout: STORY_MS }, async () => {
      const world = prepareServer({ at: MONDAY });
      const office = new Office(world);
      await office.prepare();
      await world.start();
      try {
        await office.crew(2, WARDS, ['2026-11-25 full', '2026-11-26 full', '2026-11-27 morning']);
        const context = await enter(browser, { base: world.base, role: 'dispatcher', size: 'desk', scripts, password: PASSWORD });
        const page = await context.newPage();
        await page.goto('/duties');
        let presses = 0;
        const follows = async (target) => {
          presses += 1;
          await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), target.click()]);
        };
        const types = async (form, name, value) => {
          presses += 1;
          const field = form.locator(`[name=${name}]`).first();
          await ((await field.evaluate((one) => one.tagName)) === 'SELECT' ? field.selectOption(value) : field.fill(value));
        };
        const span = async (at, reason) => {
          const form = page.locator(`form[action$="/${at}"]`);
          await types(form, 'from', '02/12/2026');
          await types(form, 'reason', reason);
          await follows(form.locator('button'));
        };
        await follows(page.getByRole('link', { name: 'Tuần sau' }));
        await follows(page.locator('button[name=days][value="7"]'));
        const said = await page.locator('[role=status]').innerText();
        assert.match(said, /Đã mở \d ca/);
        // The officer of the second team rings: she is on leave on Wednesday; then its kit breaks.
        await follows(page.locator('main a[href="/officers"]').first());
        await follows(page.locator('main a[href="/officers/2"]').first());
        await span('leaves', 'annual');
        await follows(page.locator('main a[href="/kits"]').first());
        await follows(page.locator('main a[href="/kits/1"]').first());
        await span('outages', 'broken');
        assert.ok(presses <= 12, `${presses} presses`);
        await page.goto('/duties?on=2026-12-02');
        const grid = await page.locator('table.week').innerText();
        assert.match(grid, /nghỉ phép/);
        assert.match(grid, /hỏng/);
        const { items } = await office.ask('GET', '/api/v1/duties?from=2026-11-30&to=2026-12-06&limit=100');
        assert.equal(items.filter((duty) => !duty.cancelled && duty.on === '2026-12-02').length, 2);
        const officer = await office.ask('GET', '/api/v1/officers/2');
        assert.equal(officer.hurt.length, 1, 'the duty that is hurt is named with who is free instead');
        const kit = await office.ask('GET', '/api/v1/kits/1');
        assert.equal(kit.hurt.length, 1);
        await context.close();
      } finally {
        await world.stop();
      }
    });
  });
}
