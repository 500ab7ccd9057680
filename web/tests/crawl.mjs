// Crawls every page for families in every state that a case can be in, and sends every form empty and with nonsense:
// in Vietnamese on a phone with scripts, in English on a desk without. Then weighs the first visit to each page.
//
//   node web/tests/crawl.mjs PATH/TO/luudong
import { readFileSync } from 'node:fs';
import { Family } from './family.mjs';
import { Auditor } from './audit.mjs';
import { HOUSEHOLD, Office } from './office.mjs';
import { refusals } from './refuse.mjs';
import { prepareServer, startServer } from './server.mjs';
import { RELATIVE, home, person } from './stories/answers.mjs';
import { Tally } from './tally.mjs';
import { SIZES, openBrowser } from './visitor.mjs';

const WEIGHT_MAX = 60_000;
const SATURDAY = '2026-11-28';

// Pages that need nothing but their address.
const PLAIN = [
  '/', '/?q=tran+phu', '/?q=khong-co', '/phuong/11329', '/phuong/11914', '/phuong/11948', '/phuong/11329/poster', '/apply',
  '/apply/ended', '/follow', '/check', '/sign-in', '/problems', '/problems/invalid',
];
const MISSING = ['/nothing-here', '/phuong/99999', '/follow/AAAA-AAAA/wrong', '/apply/no-such-draft/who'];
const BELOW = ['', '/half-day', '/people', '/correction', '/readiness', '/return-channel', '/data', '/deletion', '/withdrawal', '/letter', '/feedback'];
// With a map, a page may weigh more.
const MAP = /\/pin$/;
// Addresses that are not pages of ours for families; the pause is there in a burst only, see stories/limits.mjs.
// The way by an identity provider is crawled in door.mjs, where there is one.
const OTHER = /^\/(sign-in\/provider|pause|assets|docs|api|health|ready|map|language|cases|duties|half-days|planning-runs|rosters|visits|calls|waiting-list|unapproved-bookings|feedback)\b|qr\.svg$|data\.json$|calendar\.ics$|robots\.txt$/;

const binary = process.argv[2] ?? 'target/debug/luudong';
const auditor = new Auditor();
const tally = new Tally();
const world = prepareServer(binary);
const opened = new Set();
let browser;
let server;
let office;

// One case for each state, so that each page of a followed case is seen as it is then.
async function casesInEveryState() {
  const number = (at) => ({ contact: { ...HOUSEHOLD.contact, phone: `091234570${at}`, email: `nha${at}@example.test` } });
  const cases = {};
  for (const [at, state] of ['filed', 'booked', 'refused', 'withdrawn', 'waiting', 'published'].entries()) cases[state] = await office.file(number(at));
  for (const state of ['waiting', 'published']) await office.approve(cases[state].code);
  await office.book(cases.booked, '2026-11-27', 'morning');
  await office.book(cases.published, SATURDAY, 'morning');
  await office.ask('POST', `/api/v1/cases/${cases.refused.code}/verification`, { verdict: 'refuse', reason: 'Ngoài địa bàn phục vụ' });
  await office.ask('POST', `/api/v1/cases/${cases.withdrawn.code}/withdrawal`, {});
  await office.publish(SATURDAY);
  return cases;
}

async function look(family, path, { status = 200, refuse = false } = {}) {
  const before = family.faults.length;
  try {
    await family.arrived(await family.page.goto(family.base + path), status);
    if (refuse) {
      const back = () => family.page.goto(family.base + path);
      family.faults.push(...(await refusals(family.page, auditor, back, { own: family.own })).faults);
    }
  } catch (error) {
    family.faults.push(`${path}: ${error.message.split('\n')[0]}`);
  }
  opened.add(family.path);
  const name = `${path.replace(/[\w-]{22,}/g, '…')} (${family.said})`;
  tally.add(name, [...family.faults.splice(before), ...family.noticed.splice(0)]);
}

// All questions of the wizard, each refused before it is answered.
async function wizard(family) {
  const people = [
    { name: 'Trần Thị Mai', birth: '1985', sex: 'female', card: 'cccd_chip', need: 'wants_new', mobility: 'walks', more: 'yes' },
    { name: 'Vũ Minh An', birth: '2021', more: 'yes' },
    { name: 'Vũ Minh Khôi', birth: '01/03/2016', sex: 'male', mobility: 'wheelchair', group: 'kt_nang', representative: 'Trần Thị Mai' },
  ];
  const all = { ...RELATIVE, ...Object.assign({}, ...people.map((one, at) => person(at + 1, one))), ...home(), 'desk-1': { 'applicants.0.desk': 'come' } };
  await family.page.goto(`${family.base}/apply`);
  await family.answer({}, 'main form button');
  for (let steps = 0; steps < 70; steps += 1) {
    const question = family.path.split('/').pop();
    await look(family, family.path, { refuse: true });
    await family.page.goto(family.base + family.path.replace(/[^/]+$/, question));
    if (question === 'check') break;
    // A draft keeps what was refused.
    await family.page.$$eval('main form input:not([type=hidden]):not([type=radio]):not([type=checkbox]), main form textarea', (all) => all.forEach((one) => { one.value = ''; }));
    if (question === 'ward') await home().ward(family);
    else await family.answer(all[question] ?? {});
  }
  tally.add(`the wizard comes to its end (${family.said})`, family.path.endsWith('/check') ? [] : [`it ends at ${family.path}`]);
}

async function everything(device, language, cases) {
  const family = await Family.of(browser, server.base, device, auditor);
  family.said = `${language}, ${device.size}, ${device.scripts ? 'with' : 'without'} scripts`;
  await family.page.goto(`${server.base}/language?to=${language}&back=/`);
  for (const path of PLAIN) await look(family, path, { refuse: true });
  for (const path of MISSING) await look(family, path, { status: 404 });
  await wizard(family);
  await look(family, `/apply/received/${cases.filed.code}/${cases.filed.secret}`);
  for (const filed of Object.values(cases)) {
    for (const below of BELOW) await look(family, filed.link + below, { refuse: below !== '' });
  }
  await family.leave();
}

// On the day itself, and after it.
async function theDay(cases) {
  await server.restart(`${SATURDAY}T08:30:00`);
  const day = async (language, scripts, what) => {
    const family = await Family.of(browser, server.base, { size: 'phone', scripts }, auditor);
    family.said = `${language}, ${what}`;
    await family.page.goto(`${server.base}/language?to=${language}&back=/`);
    for (const below of BELOW) await look(family, cases.published.link + below, { refuse: below !== '' });
    await family.leave();
  };
  await day('vi', false, 'on the day');
  await office.visited(cases.published.code, `${SATURDAY}T01:20:00Z`);
  await day('en', true, 'after the visit');
}

// The patterns of src/urls.rs: a page that nobody crawls is a fault.
function everyPageIsCrawled() {
  const source = readFileSync(new URL('../../src/urls.rs', import.meta.url), 'utf8');
  const pages = [...source.matchAll(/\("GET", "([^"]+)", P::Public\)/g)].map((found) => found[1]);
  for (const pattern of pages.filter((one) => !OTHER.test(one))) {
    const like = new RegExp(`^${pattern.replace(/\{[^}]+\}/g, '[^/]+')}$`);
    tally.add(`${pattern} is crawled`, [...opened].some((path) => like.test(path)) ? [] : ['nobody opens it here']);
  }
}

// All bytes of a first visit, as they are before they are packed.
async function weigh(path) {
  const context = await browser.newContext({ viewport: SIZES.phone });
  const page = await context.newPage();
  const answers = [];
  page.on('response', (response) => answers.push(response.body().catch(() => Buffer.alloc(0))));
  await page.goto(server.base + path, { waitUntil: 'load' });
  const bytes = (await Promise.all(answers)).reduce((sum, body) => sum + body.length, 0);
  await context.close();
  return bytes;
}

async function weights(cases) {
  let heaviest = [0, ''];
  for (const path of [...PLAIN, cases.published.link, `${cases.filed.link}/half-day`, `${cases.filed.link}/data`]) {
    const bytes = await weigh(path);
    if (bytes > heaviest[0]) heaviest = [bytes, path];
    tally.add(`${path} is light`, bytes < WEIGHT_MAX || MAP.test(path) ? [] : [`${bytes} bytes on the first visit, at most ${WEIGHT_MAX}`]);
  }
  console.log(`the heaviest first visit: ${heaviest[0]} bytes, ${heaviest[1].replace(/[\w-]{22,}/, '…')}`);
}

await tally.closing(async () => {
  browser = await openBrowser();
  await new Office(world).prepare();
  server = await startServer(binary, { demo: false, from: world.folder });
  office = new Office(server);
  const cases = await casesInEveryState();
  await everything({ size: 'phone', scripts: true }, 'vi', cases);
  await everything({ size: 'desk', scripts: false }, 'en', cases);
  await weights(cases);
  everyPageIsCrawled();
  await theDay(cases);
  console.log(`${auditor.states} states audited, ${auditor.shapes} of them by axe and keyboard`);
}, async () => {
  await world.stop();
  await server?.stop();
});
