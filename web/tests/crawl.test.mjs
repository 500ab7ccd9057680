// Crawls every page for families in every state that a case can be in, and sends every form empty and with nonsense:
// in Vietnamese on a phone with scripts, in English on a desk without. Then weighs the first visit to each page.
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Auditor } from './audit.mjs';
import { Family } from './family.mjs';
import { noFaults } from './faults.mjs';
import { HOUSEHOLD, Office } from './office.mjs';
import { refusals } from './refuse.mjs';
import { prepareServer, startServer } from './server.mjs';
import { home, person } from './stories/answers.mjs';
import { SIZES, Stuck, inTime, openBrowser } from './visitor.mjs';

// What a first visit needs before it can be read, and the typeface, which comes later and holds nothing up.
const WEIGHT_MAX = 60_000;
const FONTS_MAX = 70_000;
// A page with all its forms refused three times, on a machine that does much else.
const PAGE_MS = 300_000;
const SATURDAY = '2026-11-28';

// Pages that need nothing but their address.
const PLAIN = [
  '/', '/?q=tran+phu', '/?q=khong-co', '/phuong/11329', '/phuong/11914', '/phuong/11948', '/phuong/11329/poster', '/apply',
  '/apply/ended', '/follow', '/follow/lost', '/remarks/new', '/check', '/sign-in', '/problems', '/problems/invalid',
];
const MISSING = ['/nothing-here', '/phuong/99999', '/follow/AAAA-AAAA/wrong', '/apply/no-such-draft/who'];
const BELOW = ['', '/half-day', '/people', '/correction', '/readiness', '/preference', '/return-channel', '/data', '/deletion', '/withdrawal', '/letter', '/feedback'];
// With a map, a page may weigh more.
const MAP = /\/pin$/;
// Addresses that are not pages of ours for families; the pause is there in a burst only, see stories/limits.mjs.
// The way by an identity provider is crawled in door.test.mjs, where there is one.
const OTHER = /^\/(sign-in\/provider|pause|assets|docs|api|health|ready|map|language|worklist|board|approvals|cases|duties|duty-copies|officers|kits|teams|half-days|planning-runs|rosters|visits|calls|waiting-list|imports|exports|unapproved-bookings|feedback)\b|qr\.svg$|data\.json$|calendar\.ics$|robots\.txt$/;

const STATES = ['filed', 'booked', 'refused', 'withdrawn', 'waiting', 'published'];

const auditor = new Auditor();
const world = prepareServer();
const opened = new Set();
let server;
let office;
let cases;

// One case for each state, so that each page of a followed case is seen as it is then.
async function casesInEveryState() {
  const number = (at) => ({ contact: { ...HOUSEHOLD.contact, phone: `091234570${at}`, email: `nha${at}@example.test` } });
  cases = {};
  for (const [at, state] of STATES.entries()) cases[state] = await office.file(number(at));
  for (const state of ['waiting', 'published']) await office.approve(cases[state].code);
  await office.book(cases.booked, '2026-11-27', 'morning');
  await office.book(cases.published, SATURDAY, 'morning');
  await office.ask('POST', `/api/v1/cases/${cases.refused.code}/verification`, { verdict: 'refuse', reason: 'Ngoài địa bàn phục vụ' });
  await office.ask('POST', `/api/v1/cases/${cases.withdrawn.code}/withdrawal`, {});
  await office.publish(SATURDAY);
  cases.remark = await office.ask('POST', '/api/v1/remarks', { kind: 'complaint', words: 'Tổ hẹn sáng mà không ai đến' });
}

// A family on its way through the pages. A browser of its own, and a new one where that stops answering.
class Walk {
  constructor(language, device) {
    Object.assign(this, { language, device });
  }

  async begin() {
    this.browser = await openBrowser();
    this.family = await Family.of(this.browser, server.base, this.device, auditor);
    await this.family.page.goto(`${server.base}/language?to=${this.language}&back=/`);
  }

  async end() {
    await inTime(this.browser.close()).catch(() => {});
  }

  // Opens a page, has it audited and all its forms refused; gives what is wrong.
  look(path, wanted = {}) {
    return inTime(this.#look(path, wanted), PAGE_MS).catch(async (error) => {
      if (!(error instanceof Stuck)) throw error;
      const { own } = this.family;
      this.browser.close().catch(() => {});
      await this.begin();
      this.family.own = own;
      return inTime(this.#look(path, wanted), PAGE_MS);
    });
  }

  async #look(path, { status = 200, refuse = false }) {
    const { family } = this;
    try {
      await family.arrived(await family.page.goto(family.base + path), status);
      opened.add(family.path);
      if (refuse) {
        const back = () => family.page.goto(family.base + path);
        family.faults.push(...(await refusals(family.page, auditor, back, { own: family.own })).faults);
      }
    } catch (error) {
      family.faults.push(`${path}: ${error.message.split('\n')[0]}`);
    }
    return [...family.faults.splice(0), ...family.noticed.splice(0)];
  }

  looks(name, path, wanted) {
    test(name, async () => noFaults(await this.look(path(), wanted)));
  }

  // Every page below the link of a case.
  case(state) {
    for (const below of BELOW) this.looks(`${state} case${below}`, () => cases[state].link + below, { refuse: below !== '' });
  }
}

// All pages of the wizard, each refused before it is answered.
async function wizard(walk, t) {
  const people = [
    { name: 'Trần Thị Mai', birth: '1985', sex: 'female', card: 'cccd_chip', need: 'wants_new', mobility: 'walks', more: 'yes' },
    { name: 'Vũ Minh An', birth: '2021', sex: 'male', more: 'yes' },
    { name: 'Vũ Minh Khôi', birth: '01/03/2016', sex: 'male', mobility: 'wheelchair', group: 'kt_nang', representative: 'Trần Thị Mai' },
  ];
  const all = { ...Object.assign({}, ...people.map((one, at) => person(at + 1, one))), ...home(), 'desk-1': { 'applicants.0.desk': 'come' } };
  await walk.family.page.goto(`${server.base}/apply`);
  await walk.family.answer({ who: 'parent' });
  for (let steps = 0; steps < 70; steps += 1) {
    const { path } = walk.family;
    const question = path.split('/').pop();
    await t.test(`/apply/…/${question}`, async () => noFaults(await walk.look(path, { refuse: true })));
    const { family } = walk;
    await family.page.goto(family.base + path);
    if (question === 'check') break;
    // A draft keeps what was refused.
    await family.page.$$eval('main form input:not([type=hidden]):not([type=radio]):not([type=checkbox]), main form textarea', (all) => all.forEach((one) => { one.value = ''; }));
    await family.answer(all[question] ?? {});
  }
  noFaults(walk.family.path.endsWith('/check') ? [] : [`it ends at ${walk.family.path}`]);
}

function everything(language, device) {
  const walk = new Walk(language, device);
  before(() => walk.begin());
  after(() => walk.end());
  for (const path of PLAIN) walk.looks(path, () => path, { refuse: true });
  for (const path of MISSING) walk.looks(path, () => path, { status: 404 });
  test('the wizard comes to its end', (t) => wizard(walk, t));
  walk.looks('/remarks/sent/…', () => `/remarks/sent/${cases.remark.number}`);
  walk.looks('/apply/received/…', () => `/apply/received/${cases.filed.code}/${cases.filed.secret}`);
  for (const state of STATES) walk.case(state);
}

// All bytes of a first visit, as they are before they are packed.
async function weigh(browser, path) {
  const context = await browser.newContext({ viewport: SIZES.phone, locale: 'vi-VN' });
  const page = await context.newPage();
  const answers = { page: [], fonts: [] };
  page.on('response', (response) => {
    const kind = response.url().endsWith('.woff2') ? 'fonts' : 'page';
    answers[kind].push(response.body().catch(() => Buffer.alloc(0)));
  });
  await page.goto(server.base + path, { waitUntil: 'load' });
  const total = async (all) => (await Promise.all(all)).reduce((sum, body) => sum + body.length, 0);
  const weight = { bytes: await total(answers.page), fonts: await total(answers.fonts) };
  await context.close();
  return weight;
}

function weights() {
  let browser;
  let heaviest = [0, ''];
  before(async () => { browser = await openBrowser(); });
  after(async () => {
    await inTime(browser.close()).catch(() => {});
    console.log(`the heaviest first visit: ${heaviest[0]} bytes, ${heaviest[1]}`);
  });
  const light = (name, path) => test(`${name} is light`, async () => {
    const { bytes, fonts } = await inTime(weigh(browser, path()));
    if (bytes > heaviest[0]) heaviest = [bytes, name];
    noFaults([
      ...(bytes < WEIGHT_MAX || MAP.test(name) ? [] : [`${bytes} bytes on the first visit, at most ${WEIGHT_MAX}`]),
      ...(fonts < FONTS_MAX ? [] : [`${fonts} bytes of fonts, at most ${FONTS_MAX}`]),
    ]);
  });
  for (const path of PLAIN) light(path, () => path);
  light('published case', () => cases.published.link);
  for (const below of ['/half-day', '/data']) light(`filed case${below}`, () => cases.filed.link + below);
}

// The patterns of src/urls/pages.rs: a page that nobody crawls is a fault.
function everyPageIsCrawled() {
  const source = readFileSync(new URL('../../src/urls/pages.rs', import.meta.url), 'utf8');
  const pages = [...source.matchAll(/\("GET", "([^"]+)", P::Public\)/g)].map((found) => found[1]);
  for (const pattern of pages.filter((one) => !OTHER.test(one))) {
    const like = new RegExp(`^${pattern.replace(/\{[^}]+\}/g, '[^/]+')}$`);
    test(`${pattern} is crawled`, () => noFaults([...opened].some((path) => like.test(path)) ? [] : ['nobody opens it here']));
  }
}

function dayOf(language, scripts, comes) {
  const walk = new Walk(language, { size: 'phone', scripts });
  before(async () => {
    await comes();
    await walk.begin();
  });
  after(() => walk.end());
  walk.case('published');
}

before(async () => {
  await new Office(world).prepare();
  server = await startServer({ demo: false, from: world.folder });
  office = new Office(server);
  await casesInEveryState();
});
after(async () => {
  await world.stop();
  await server?.stop();
  console.log(`${auditor.states} states audited, ${auditor.shapes} of them by axe and keyboard`);
});

describe('every page', { concurrency: 2 }, () => {
  describe('vi, phone, with scripts', { concurrency: 1 }, () => everything('vi', { size: 'phone', scripts: true }));
  describe('en, desk, without scripts', { concurrency: 1 }, () => everything('en', { size: 'desk', scripts: false }));
});
describe('first visits', weights);
describe('every page is crawled', everyPageIsCrawled);
describe('on the day, vi, phone, without scripts', () => dayOf('vi', false, () => server.restart(`${SATURDAY}T08:30:00`)));
describe('after the visit, en, phone, with scripts', () => dayOf('en', true, () => office.visited(cases.published.code, `${SATURDAY}T01:20:00Z`)));
