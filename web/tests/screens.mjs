// Takes the pictures of docs/screenshots: pages for families as they are in a story, and two of the office.
//
//   node web/tests/screens.mjs FOLDER
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Family } from './family.mjs';
import { HOUSEHOLD, Office } from './office.mjs';
import { MONDAY, prepareServer, startServer } from './server.mjs';
import { CONSENT, GRANDMOTHER, home, person } from './stories/answers.mjs';
import { enter, openBrowser, send } from './visitor.mjs';

const BYTES_MAX = 150_000;
const FRIDAY = '2026-11-27';
// A window of 1280 px at 400 % is one of 320 px.
const LOOKS = {
  phone: { viewport: { width: 360, height: 740 }, height: 1500 },
  desk: { viewport: { width: 1000, height: 720 }, height: 1000 },
  zoom: { viewport: { width: 320, height: 256 }, height: 1100 },
  dark: { viewport: { width: 360, height: 740 }, height: 1100, colorScheme: 'dark' },
};
// A4 at 96 dots per inch; the margins are those of the style sheet.
const PAPER = { width: 794, height: 1123 };

const folder = process.argv[2] ?? 'docs/screenshots';
const taken = [];
const faults = [];
const world = prepareServer();
const auditor = { audit: async () => [] };
let browser;
let server;

// One picture of the page that is open, from its top.
async function picture(page, name, look, words) {
  const { viewport, height, colorScheme = 'light' } = LOOKS[look];
  const before = page.viewportSize();
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme });
  await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0); });
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  const path = join(folder, `${name}-${look}.png`);
  await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width: viewport.width, height: Math.min(whole, height) } });
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
  note(`${name}-${look}.png`, words);
}

function note(file, words) {
  const { size } = statSync(join(folder, file));
  taken.push([file, words]);
  if (size > BYTES_MAX) faults.push(`${file}: ${size} bytes, at most ${BYTES_MAX}`);
}

const open = (page, path) => page.goto(server.base + path);

async function publicPages(page) {
  await open(page, '/');
  await picture(page, 'start', 'phone', 'Trang đầu: bảng niêm yết');
  await picture(page, 'start', 'desk', 'Trang đầu, màn hình rộng');
  await picture(page, 'start', 'dark', 'Trang đầu, nền tối');
  await open(page, '/phuong/11329');
  await picture(page, 'ward', 'phone', 'Trang của một phường');
  await picture(page, 'ward', 'zoom', 'Trang của một phường, phóng to 400 %');
  await open(page, '/phuong/11329/poster');
  await page.emulateMedia({ media: 'print' });
  const before = page.viewportSize();
  await page.setViewportSize(PAPER);
  await page.evaluate(() => {
    const margins = new CSSStyleSheet();
    margins.replaceSync('body { padding: 12mm }');
    document.adoptedStyleSheets = [margins];
  });
  await page.screenshot({ path: join(folder, 'poster-print.png') });
  await page.evaluate(() => { document.adoptedStyleSheets = []; });
  note('poster-print.png', 'Áp phích A4 của một phường, như khi in');
  await page.emulateMedia({ media: null });
  await page.setViewportSize(before);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
  if (sheets !== 1) faults.push(`the poster takes ${sheets} sheets, not one`);
}

async function filing(family) {
  const { page } = family;
  await family.open('/apply');
  await picture(page, 'apply', 'phone', 'Trước câu hỏi đầu tiên');
  await family.answer({ who: 'grandchild' });
  const said = { ...person(1, GRANDMOTHER), ...home() };
  await family.answers(said, 'person-1');
  await family.fill({ 'applicants.0.birth.day': '31', 'applicants.0.birth.month': '2', 'applicants.0.birth.year': '1950' });
  await send(page);
  await picture(page, 'question-mistake', 'phone', 'Một câu hỏi có chỗ sai');
  await picture(page, 'question-mistake', 'zoom', 'Một câu hỏi có chỗ sai, phóng to 400 %');
  await family.answers(said, 'move-1');
  await picture(page, 'question', 'dark', 'Một câu hỏi, nền tối');
  await family.answers(said, 'house');
  await family.answer(said.house, 'main button[value=pin]');
  await page.waitForTimeout(500);
  await picture(page, 'pin', 'phone', 'Chỉ chỗ ở trên bản đồ (không bắt buộc)');
  await family.answers(said);
  await picture(page, 'check', 'phone', 'Xem lại trước khi gửi');
  await family.answer(CONSENT, 'main button[value=send]');
  await picture(page, 'received', 'phone', 'Đã nhận, với mã hồ sơ');
  await family.follow('/half-day');
  await picture(page, 'choose', 'phone', 'Chọn buổi');
  await picture(page, 'choose', 'desk', 'Chọn buổi, màn hình rộng');
}

async function following(family, office) {
  const { page } = family;
  const [neighbour, filed] = [await office.file(), await office.file({ contact: { ...HOUSEHOLD.contact, phone: '0912345699' } })];
  for (const { code } of [neighbour, filed]) await office.ask('POST', `/api/v1/cases/${code}/booking`, { on: FRIDAY, half_day: 'morning' });
  await open(page, filed.link);
  await picture(page, 'follow-booked', 'phone', 'Theo dõi: đã đặt buổi, chưa công bố lịch');
  for (const one of [neighbour, filed]) await office.approve(one.code);
  await office.publish(FRIDAY);
  await open(page, filed.link);
  await picture(page, 'follow-published', 'phone', 'Theo dõi: đã công bố lịch, ai đến, chuẩn bị gì');
  await picture(page, 'follow-published', 'dark', 'Theo dõi, nền tối');
  await open(page, `${filed.link}/data`);
  await picture(page, 'data', 'desk', 'Xem hệ thống lưu gì về gia đình');
  await server.restart(`${FRIDAY}T07:40:00`);
  await open(page, neighbour.link);
  await picture(page, 'follow-day', 'phone', 'Theo dõi trong ngày: còn mấy hộ nữa');
}

async function officePages() {
  const demo = await startServer({ at: MONDAY });
  const step = async (role, from, link, name, look, words) => {
    const context = await enter(browser, { base: demo.base, role, size: 'desk', scripts: true });
    const page = await context.newPage();
    await page.goto(demo.base + from);
    if (link) await page.goto(demo.base + (await page.locator(`main a[href^="${link}"]`).first().getAttribute('href')));
    await picture(page, name, look, words);
    await context.close();
  };
  await step('dispatcher', '/planning-runs', '/planning-runs/', 'dispatcher-planning-run', 'desk', 'Điều phối: một bản lịch');
  await step('officer', '/rosters', null, 'officer-rosters', 'phone', 'Cán bộ: lịch trong ngày trên điện thoại');
  await demo.stop();
}

function list() {
  const rows = taken.map(([file, words]) => `| [\`${file}\`](${file}) | ${words} |`);
  const text = `# Pictures

\`make screenshots\` takes them again from the binary: invented households, Monday 23/11/2026 and the Friday after it. \`phone\` is 360 px wide, \`zoom\` 320 px (a window of 1280 px at 400 %), \`dark\` the dark mode of a phone, \`desk\` a wide window. Long pages are cut off below.

| picture | page |
| --- | --- |
${rows.join('\n')}
`;
  writeFileSync(join(folder, 'README.md'), text);
}

try {
  mkdirSync(folder, { recursive: true });
  browser = await openBrowser();
  await new Office(world).prepare();
  server = await startServer({ demo: false, from: world.folder });
  const family = await Family.of(browser, server.base, { size: 'phone', scripts: true }, auditor);
  await publicPages(family.page);
  await filing(family);
  await following(family, new Office(server));
  await officePages();
  list();
} finally {
  await browser?.close();
  await world.stop();
  await server?.stop();
}
for (const fault of faults) console.error(fault);
console.log(`${taken.length} pictures, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
