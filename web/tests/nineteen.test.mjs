// The nineteen situations in which families come, each by what a person sees: on a phone without scripts and at a desk
// with them. Each must come to what is right for it, within so many pages and answers; what it cost is printed.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { noFaults } from './faults.mjs';
import { Office, WARDS } from './office.mjs';
import { prepareServer } from './server.mjs';
import { FERRY_DAYS, FERRY_DUTY, FILING } from './stories/situations.mjs';
import { AFTER } from './stories/situations_after.mjs';
import { REQUIRED, Reader, plain } from './stories/reader.mjs';
import { begins, namesRepresentative, tellsCard, tellsContact, tellsHome, tellsMoves, tellsWho } from './stories/wizard.mjs';
import { inTime, openBrowser } from './visitor.mjs';

// From the first page to "đã nhận", whoever the people are.
const LIMITS = { 1: { pages: 12, required: 14 }, 3: { pages: 18, required: 42 } };
const STORY_MS = 300_000;
// Families come at their own pace; here they all come at once, which would look like a burst.
const SETTINGS = { LUUDONG__LIMITS__BURST_STARTS_PER_MINUTE: '1000' };
const DEVICES = { 'phone, without scripts': { size: 'phone', scripts: false }, 'desk, with scripts': { size: 'desk', scripts: true } };

const server = prepareServer({ settings: SETTINGS });
const office = new Office(server);
const costs = new Map();
let browser;
let told = 0;

// Whom to call: another telephone and mailbox for each story, or they would be one busy household.
function somebody() {
  told += 1;
  const number = String(told).padStart(2, '0');
  return { name: 'Phạm Thị Lan', phone: `09123456${number}`, email: `lan${number}@example.test` };
}

async function tell(name, { story, people = null, keys = false, staff = false }, device) {
  const one = await Reader.of(browser, server.base, { ...device, keys });
  const dispatcher = staff ? await Reader.of(browser, server.base, device) : null;
  try {
    if (staff) await signsIn(dispatcher);
    const outcome = await story({ one, office, contact: somebody(), server, staff: dispatcher });
    keep(name, { ...one.cost, outcome });
    const { pages, required } = LIMITS[people] ?? {};
    if (people) assert.ok(one.cost.pages <= pages && one.cost.required <= required, `${JSON.stringify(one.cost)}, at most ${pages} pages and ${required} required answers`);
  } catch (error) {
    one.faults.push(`${one.path}: ${error.message} ${error.stack.split('\n').find((line) => line.includes('/stories/')) ?? ''}`);
  }
  await one.leave();
  await dispatcher?.leave();
  noFaults(one.faults);
}

// On both devices it takes as many pages and answers; the slower one says how long.
function keep(name, cost) {
  const other = costs.get(name) ?? cost;
  const most = (of) => Math.max(cost[of], other[of]);
  costs.set(name, { ...cost, pages: most('pages'), required: most('required'), answers: most('answers'), server_ms: most('server_ms') });
}

async function signsIn(one) {
  await one.open('/sign-in');
  await one.writes('Tên đăng nhập', 'dieu-phoi');
  await one.writes('Mật khẩu', 'mot-mat-khau-dai-2026');
  await one.presses('Đăng nhập');
}

function printed() {
  const lines = [...costs].map(([name, { pages, required, answers, server_ms, outcome }]) => [name, pages, required, answers, server_ms, outcome].join(' | '));
  const by_number = (one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10);
  return ['situation | pages | required answers | answers | server ms | outcome', ...lines.sort(by_number)].join('\n');
}

// Leaves each page empty first, and gives the fields at which the wizard then says so.
async function refused(one, pages) {
  const names = [];
  for (const page of pages) {
    await one.presses();
    const links = await one.page.locator('.mistakes li a').evaluateAll((all) => all.map((each) => each.getAttribute('href').slice(1)));
    names.push(...links.map(plain));
    await page();
  }
  return names;
}

async function onlyWhatIsRequiredIsRefused() {
  const one = await Reader.of(browser, server.base, DEVICES['desk, with scripts']);
  const person = { name: 'Vũ Minh Khôi', birth: '2016', sex: 'Nam', card: 'Chưa từng có thẻ nào', moves: 'Ngồi xe lăn' };
  await begins(one, 'Con tôi');
  const names = await refused(one, [
    () => tellsWho(one, person),
    () => tellsCard(one, person),
    () => tellsMoves(one, person),
    () => namesRepresentative(one, { name: 'Trần Thị Mai', relation: 'Cha hoặc mẹ' }),
    () => tellsHome(one, { ward: 'cat hai' }),
    async () => {
      await one.picks(/^Ở khu nào/, /Cát Bà/);
      await one.presses();
    },
  ]);
  await one.presses();
  names.push(...await refused(one, [() => tellsContact(one, { name: 'Trần Thị Mai', phone: '0912345699' })]));
  await one.presses('Gửi đề nghị');
  names.push(...await one.page.locator('.mistakes li a').evaluateAll((all) => all.map((each) => each.getAttribute('href').slice(1))));
  await one.leave();
  assert.deepEqual(names.filter((name) => !REQUIRED.has(name)), []);
  assert.ok(names.length >= 13, names.join());
  noFaults(one.faults);
}

before(async () => {
  await office.prepare();
  await server.start();
  await office.crew(2, ['11914'], FERRY_DAYS, { base: WARDS[0], more: FERRY_DUTY });
  browser = await openBrowser();
});
after(async () => {
  await inTime(browser.close()).catch(() => {});
  await server.stop();
  console.log(printed());
});

describe('situations', { concurrency: 3 }, () => {
  for (const [name, situation] of Object.entries({ ...FILING, ...AFTER })) {
    for (const [words, device] of Object.entries(DEVICES)) {
      test(`${name}, ${words}`, () => inTime(tell(name, situation, device), STORY_MS));
    }
  }
  test('the wizard insists on nothing that is not counted as required', onlyWhatIsRequiredIsRefused);
});
