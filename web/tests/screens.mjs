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
// What a desk shows at once is more.
const BYTES_MAX_STAFF = 260_000;
const FRIDAY = '2026-11-27';
// A window of 1280 px at 400 % is one of 320 px.
const LOOKS = {
  phone: { viewport: { width: 360, height: 740 }, height: 1500 },
  desk: { viewport: { width: 1000, height: 720 }, height: 1000 },
  office: { viewport: { width: 1280, height: 800 }, height: 1100 },
  wide: { viewport: { width: 1920, height: 1080 }, height: 1080 },
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
  // What sticks to the lower edge of the window would stand in the middle of a long picture.
  await styled(page, '.actions.stick { position: static }');
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  const path = join(folder, `${name}-${look}.png`);
  await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width: viewport.width, height: Math.min(whole, height) } });
  await styled(page, '');
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
  note(`${name}-${look}.png`, words);
}

// Rules for the picture only; our policy lets no page bring its own.
function styled(page, rules) {
  return page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, rules);
}

function note(file, words) {
  const { size } = statSync(join(folder, file));
  taken.push([file, words]);
  const most = /-(office|wide)\.png$/.test(file) ? BYTES_MAX_STAFF : BYTES_MAX;
  if (size > most) faults.push(`${file}: ${size} bytes, at most ${most}`);
}

// What a family sees most, on a phone, at a desk, in the dark and on paper.
async function fourPictures(page, name, words) {
  await picture(page, name, 'phone', words);
  await picture(page, name, 'desk', `${words}, màn hình rộng`);
  await picture(page, name, 'dark', `${words}, nền tối`);
  await sheet(page, name, `${words}, như khi in`);
}

// The page that is open as it is printed on A4, cut off after the first sheet.
async function sheet(page, name, words) {
  const before = page.viewportSize();
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize(PAPER);
  await styled(page, 'body { padding: 12mm }');
  await page.screenshot({ path: join(folder, `${name}-print.png`) });
  await styled(page, '');
  await page.emulateMedia({ media: null });
  await page.setViewportSize(before);
  note(`${name}-print.png`, words);
}

// A mail that has left, as Chromium shows it.
async function mail(family, to, subject, name, words) {
  const { html } = await server.mail(to, subject);
  const page = await family.page.context().newPage();
  await page.setContent(html);
  await fourPictures(page, name, words);
  await page.close();
}

const open = (page, path) => page.goto(server.base + path);

async function publicPages(page) {
  await open(page, '/');
  await fourPictures(page, 'start', 'Trang đầu');
  await open(page, '/phuong/11329');
  await picture(page, 'ward', 'phone', 'Trang của một phường');
  await picture(page, 'ward', 'zoom', 'Trang của một phường, phóng to 400 %');
  await open(page, '/phuong/11329/poster');
  await sheet(page, 'poster', 'Áp phích A4 của một phường, như khi in');
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
  await fourPictures(page, 'question', 'Một câu hỏi');
  await family.answers(said, 'house');
  await family.answer(said.house, 'main button[value=pin]');
  await page.waitForTimeout(500);
  await picture(page, 'pin', 'phone', 'Chỉ chỗ ở trên bản đồ (không bắt buộc)');
  await family.answers(said);
  await picture(page, 'check', 'phone', 'Xem lại trước khi gửi');
  await family.answer(CONSENT, 'main button[value=send]');
  await fourPictures(page, 'received', 'Đã nhận, với mã hồ sơ');
  await family.follow('/half-day');
  await fourPictures(page, 'choose', 'Chọn buổi');
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
  await fourPictures(page, 'follow-published', 'Theo dõi: đã công bố lịch, ai đến, chuẩn bị gì');
  await mail(family, HOUSEHOLD.contact.email, /Lịch hẹn/, 'mail-published', 'Thư báo lịch hẹn');
  await open(page, `${filed.link}/data`);
  await picture(page, 'data', 'desk', 'Xem hệ thống lưu gì về gia đình');
  await server.restart(`${FRIDAY}T07:40:00`);
  await open(page, neighbour.link);
  await picture(page, 'follow-day', 'phone', 'Theo dõi trong ngày: còn mấy hộ nữa');
}

async function officePages() {
  const demo = await startServer({ at: MONDAY });
  const step = async (role, from, link, name, looks, words) => {
    const context = await enter(browser, { base: demo.base, role, size: 'desk', scripts: true });
    const page = await context.newPage();
    await page.goto(demo.base + from);
    if (link) await page.goto(demo.base + (await page.locator(`main a[href^="${link}"]:not([href$=new])`).first().getAttribute('href')));
    for (const look of looks) await picture(page, name, look, words);
    await context.close();
    return new URL(page.url()).pathname;
  };
  const all = ['phone', 'office', 'wide', 'dark'];
  await step('dispatcher', '/worklist', null, 'dispatcher-worklist', all, 'Điều phối: việc cần làm');
  await step('dispatcher', '/cases?waits_for=office&tick=clean', null, 'dispatcher-cases', all, 'Điều phối: hồ sơ chờ duyệt');
  await step('dispatcher', '/cases', '/cases/', 'dispatcher-new-case', ['phone', 'office'], 'Điều phối: một hồ sơ chờ duyệt');
  const booked = await step('dispatcher', '/worklist', '/cases/', 'dispatcher-case', all, 'Điều phối: một hồ sơ có lịch hẹn');
  await step('dispatcher', `${booked}/half-day`, null, 'dispatcher-half-day', ['phone', 'office'], 'Điều phối: đổi buổi cho gia đình gọi đến');
  await step('dispatcher', '/search?q=thi', null, 'dispatcher-search', ['office'], 'Điều phối: tìm theo tên');
  await step('dispatcher', '/calls', null, 'dispatcher-calls', ['office'], 'Điều phối: gia đình cần gọi');
  await step('dispatcher', `${booked}#person-1`, null, 'dispatcher-case-person', ['phone'], 'Điều phối: sửa một người ngay trên trang hồ sơ');
  await step('dispatcher', `${booked}/correction`, null, 'dispatcher-case-contact', ['phone'], 'Điều phối: sửa liên hệ và nơi đến');
  await step('dispatcher', '/duties', null, 'dispatcher-week', ['phone', 'office', 'wide'], 'Điều phối: ca công tác trong tuần');
  await step('dispatcher', '/officers', '/officers/', 'dispatcher-officer', ['office'], 'Điều phối: một cán bộ, nghỉ phép');
  await step('dispatcher', '/board?on=2026-11-25', null, 'dispatcher-board', all, 'Điều phối: bảng xếp lịch một ngày');
  await step('dispatcher', '/board?on=2026-11-25', '/board?on=2026-11-25&visit=', 'dispatcher-board-chosen', ['office'], 'Điều phối: vì sao một hộ ở đó, và chỗ khác');
  await step('dispatcher', '/imports/new', null, 'dispatcher-import', ['office'], 'Điều phối: nhập danh sách');
  await step('dispatcher', '/exports', null, 'dispatcher-export', ['office'], 'Điều phối: tải danh sách về');
  await step('dispatcher', '/planning-runs', '/planning-runs/', 'dispatcher-planning-run', ['office'], 'Điều phối: một bản lịch');
  await step('officer', '/rosters', null, 'officer-rosters', ['phone'], 'Cán bộ: lịch trong ngày trên điện thoại');
  await demo.stop();
}

function list() {
  const rows = taken.map(([file, words]) => `| [\`${file}\`](${file}) | ${words} |`);
  const text = `# Pictures

\`make screenshots\` takes them again from the binary: invented households, Monday 23/11/2026 and the Friday after it. \`phone\` is 360 px wide, \`zoom\` 320 px (a window of 1280 px at 400 %), \`dark\` the dark mode of a phone, \`desk\` a wide window, \`office\` 1280 px and \`wide\` 1920 px for staff. Long pages are cut off below.

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
