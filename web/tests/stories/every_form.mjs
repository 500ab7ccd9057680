// An office with something of everything, and how each form of it is sent: pattern, who sends it, and what is typed.
import { HOUSEHOLD, Office, WARDS } from '../office.mjs';

const SATURDAY = '2026-11-28';
const PASSWORD = 'mot-mat-khau-dai-2026';
const PLACES = ['11311', '11407', '11413', '11443'];
const INVITED_MS = 60_000;
const GIVEN = 'Hòa Mai Lan Cúc Đào Huệ Liên Sen Thu Xuân Hạ Đông Bích Ngọc Hồng Yến Oanh Phượng Quyên Tâm Vân Thảo Trúc Hiền'.split(' ');

// Households by what is done with them.
export async function fill(world) {
  for (const login of ['quan-tri', 'can-bo-2', 'can-bo-3']) {
    world.run(['user', 'add', '--login', login, '--name', login, '--role', login === 'quan-tri' ? 'admin' : 'officer'], PASSWORD);
  }
  const office = new Office(world);
  await office.prepare();
  await world.start();
  let filed = 0;
  const family = (change = {}) => {
    filed += 1;
    const number = String(filed).padStart(2, '0');
    const contact = { ...HOUSEHOLD.contact, phone: `09123457${number}`, email: '' };
    const applicants = HOUSEHOLD.applicants.map((one) => ({ ...one, name: `Nguyễn Thị ${GIVEN[filed]}`, number: '' }));
    const address = { ...HOUSEHOLD.address, line: `Số ${filed} ngõ 12 phố Lạch Tray` };
    return office.file({ contact, address, applicants, consents: { visit: true, messages: false }, ...change });
  };
  const cases = {};
  for (const name of ['decided', 'limited', 'follows', 'corrects', 'erased', 'withdraws', 'asked', 'called', 'shared', 'waits', 'refused0', 'refused1', 'refused2']) cases[name] = await family();
  // The same people once more, and a family that was mailed its half-day.
  cases.twice = await family({ applicants: (await office.case(cases.limited.code)).applicants.map(({ name, birth, sex, procedure, mobility }) => ({ name, birth, sex, procedure, mobility })) });
  cases.again = await family({ contact: { ...HOUSEHOLD.contact, phone: '0912345780' }, consents: HOUSEHOLD.consents });
  await office.approve(cases.again.code);
  await office.book(cases.again, '2026-11-30', 'morning');
  cases.mailed = await family({ contact: HOUSEHOLD.contact, consents: HOUSEHOLD.consents });
  for (const name of ['visited', 'waits']) {
    cases[name] ??= await family();
    await office.approve(cases[name].code);
  }
  for (const name of ['asked', 'called']) {
    await office.ask('POST', `/api/v1/cases/${cases[name].code}/verification`, { verdict: 'ask', question: 'Nhà ở tầng mấy?' });
  }
  await office.book(cases.visited, SATURDAY, 'morning');
  // Three from one source, unapproved: the dispatcher is shown them as a group.
  const kept = [['2026-11-25', 'morning'], ['2026-11-25', 'afternoon'], ['2026-11-27', 'morning']];
  for (const [at, place] of kept.entries()) await office.book(cases[`refused${at}`], ...place);
  await office.publish(SATURDAY);
  await office.crew(2, WARDS, ['2026-12-09 morning']);
  for (const [at, ward] of PLACES.entries()) cases[`invited${at}`] = await invited(office, family, 3 + at, ward);
  await untilInvited(office, PLACES.map((_, at) => cases[`invited${at}`].code));
  await world.pause();
  Object.assign(world, { cases, password: PASSWORD });
}

// A place is given back in a ward where one household waits already: whoever begins to wait later is asked with the next
// look at all places, minutes later.
async function invited(office, family, number, ward) {
  await office.crew(number, [ward], [`2026-12-${11 + number} morning`]);
  const address = { ...HOUSEHOLD.address, ward_code: ward, pin: undefined };
  const [first, second] = [await family({ address }), await family({ address })];
  await office.approve(second.code);
  const place = { on: `2026-12-${11 + number}`, half_day: 'morning' };
  await office.ask('POST', `/api/v1/cases/${first.code}/booking`, place);
  await office.ask('DELETE', `/api/v1/cases/${first.code}/booking`);
  return second;
}

async function untilInvited(office, codes) {
  for (const until = Date.now() + INVITED_MS; ;) {
    const { entries } = await office.ask('GET', '/api/v1/waiting-list');
    const asked = entries.filter((one) => one.invitation).map((one) => one.code);
    if (codes.every((code) => asked.includes(code))) return;
    if (Date.now() > until) throw new Error(`only ${asked.join()} of ${codes.join()} are invited`);
    await new Promise((done) => { setTimeout(done, 250); });
  }
}

// The worker carries a list out beside everything else.
async function untilNoListIsAtWork(server) {
  for (const until = Date.now() + INVITED_MS; server.hasListAtWork() && Date.now() < until;) {
    await new Promise((done) => { setTimeout(done, 250); });
  }
}

const date = (name, day) => ({ [`${name}.day`]: day, [`${name}.month`]: '12', [`${name}.year`]: '2026' });
const below = ({ code, secret }, rest = '') => `/follow/${code}/${secret}${rest}`;
const link = async (person, at, like) => {
  person.page ??= await person.context.newPage();
  await person.page.goto(person.base + at);
  const links = await person.page.$$eval('a[href]', (all) => all.map((one) => one.getAttribute('href')));
  return links.find((one) => like.test(one)) ?? at;
};
// A form of a family's page below its link.
const followed = (name, rest, fields, options) => [
  `/follow/{code}/{secret}/${rest}`, 'public',
  (one, { cases }) => one.sends(below(cases[name], `/${rest}`), below(cases[name], `/${rest}`), fields, options),
];

const NEW_CASE = {
  'contact.name': 'Tống Thị Mới', 'contact.relation': 'child', 'contact.phone': '0912345677', 'address.line': 'Số 77 phố Cát Cụt',
  'address.ward_code': '11383', 'consents.visit': true, 'applicants.0.name': 'Tống Văn Cũ', 'applicants.0.birth': '1944',
  'applicants.0.sex': 'male', 'applicants.0.procedure': 'cccd_to_cc', 'applicants.0.mobility': 'bedridden',
};
const LIST = `Họ và tên;Ngày sinh;Giới tính;Đi lại;Điện thoại;Địa chỉ;Phường/Xã
Đoàn Văn Tư;12/05/1940;nam;nằm liệt;0912300001;Số 7 phố Hai Lần;11329
Vũ Đình Thí;31/02/1950;nam;xe lăn;0912300003;Số 3 phố Hai Lần;11329
`;
const PERSON = { name: 'Tống Văn Thêm', birth: '1940', sex: 'male', procedure: 'cccd_to_cc', mobility: 'bedridden' };

const account = async (admin, login) => {
  await link(admin, '/accounts', /^\/none$/);
  const rows = await admin.page.$$eval('a[href^="/accounts/"]', (all) => all.map((one) => [one.closest('tr, li')?.textContent ?? '', one.getAttribute('href')]));
  return rows.find(([words]) => words.includes(login))[1];
};
const managed = (login, rest, fields, options) => [
  `/accounts/{id}${rest}`, 'quan-tri',
  async (one) => { const at = await account(one, login); return one.sends(at, at + rest, fields, options); },
];

// On Monday, in this order.
export const MONDAY_FORMS = [
  ['/sign-in', 'public', (one) => one.sends('/sign-in', '/sign-in', { login: 'can-bo-3', password: 'sai-mat-khau' })],
  ['/apply', 'public', (one) => one.sends('/apply', '/apply', { who: 'child' })],
  ['/apply/{draft}/{question}', 'public', (one) => one.sends(one.path, /\/apply\/[^/]+\/person-1/, { 'applicants.0.name': 'Nguyễn Thị Hòa' }, { button: 'next' })],
  ['/follow', 'public', (one, { cases }) => one.sends('/follow', '/follow', { code: cases.follows.code, secret: cases.follows.secret })],
  ['/follow/lost', 'public', (one, { cases }) => one.sends('/follow/lost', '/follow/lost', { code: cases.follows.code })],
  ['/follow/{code}/{secret}/answer', 'public', (one, { cases }) => one.sends(below(cases.asked), below(cases.asked, '/answer'), { answer: 'Tầng trệt' })],
  ['/follow/{code}/{secret}/secret', 'public', (one, { cases }) => one.sends(below(cases.shared), below(cases.shared, '/secret'), { x: '' }, { made: true })],
  ['/remarks/new', 'public', (one) => one.sends('/remarks/new', '/remarks/new', { kind: 'thanks', words: 'Cảm ơn hai cán bộ' })],
  ['/check', 'public', (one, { cases }) => one.sends('/check', '/check', { code: cases.follows.code })],
  ['/pause', 'public', (one) => one.sends('/follow', '/pause', { next: '/follow' }, { made: true })],
  ['/sign-in/code', 'public', (one) => one.sends('/sign-in', '/sign-in/code', { ticket: '1.0.x', code: '123456' }, { made: true })],
  followed('waits', 'half-day', { choice: 'any' }),
  followed('follows', 'half-day', { choice: 'first' }),
  followed('follows', 'people', PERSON),
  followed('corrects', 'correction', { 'contact.name': 'Tống Thị Sửa', 'contact.phone': '0912345688' }),
  followed('corrects', 'readiness', { 'readiness.power': 'no' }),
  followed('corrects', 'preference', { times: 'mornings', from: '07/12/2026' }),
  followed('corrects', 'return-channel', { channel: 'post' }),
  ['/follow/{code}/{secret}/data/no-more-mail', 'public', (one, { cases }) => one.sends(below(cases.mailed, '/data'), below(cases.mailed, '/data/no-more-mail'))],
  followed('erased', 'deletion', { sure: true }),
  followed('withdraws', 'withdrawal', { sure: true }),
  ...['acceptance', 'refusal'].map((answer, at) => [
    `/follow/{code}/{secret}/invitation/${answer}`, 'public',
    (one, { cases }) => one.sends(below(cases[`invited${at}`]), below(cases[`invited${at}`], `/invitation/${answer}`)),
  ]),
  ...['acceptance', 'refusal'].map((answer, at) => [
    `/waiting-list/{code}/invitation/${answer}`, 'dieu-phoi',
    (one, { cases }) => one.sends('/waiting-list', `/waiting-list/${cases[`invited${at + 2}`].code}/invitation/${answer}`),
  ]),
  ['/cases/new', 'dieu-phoi', (one) => one.sends('/cases/new', '/cases/new', NEW_CASE, { button: 'yes' })],
  ['/cases/{code}/half-day', 'dieu-phoi', (one, { cases }) => one.sends(`/cases/${cases.limited.code}/half-day`, `/cases/${cases.limited.code}/half-day`, {}, { button: 'first' })],
  ['/cases/{code}/not-before', 'dieu-phoi', (one, { cases }) => one.sends(`/cases/${cases.limited.code}`, `/cases/${cases.limited.code}/not-before`, { 'not_before.on': '07/12/2026', 'not_before.reason': 'first' })],
  ['/cases/{code}/preference', 'dieu-phoi', (one, { cases }) => one.sends(`/cases/${cases.limited.code}`, `/cases/${cases.limited.code}/preference`, { 'preference.times': 'afternoons' })],
  ['/cases/{code}/answer', 'dieu-phoi', (one, { cases }) => one.sends(`/cases/${cases.called.code}`, `/cases/${cases.called.code}/answer`, { answer: 'Tầng hai' })],
  ['/cases/{code}/notes', 'dieu-phoi', (one, { cases }) => one.sends(`/cases/${cases.called.code}`, `/cases/${cases.called.code}/notes`, { text: 'Bà nặng tai' })],
  ['/cases/{code}/messages', 'dieu-phoi', (one, { cases }) => one.sends(`/cases/${cases.again.code}`, `/cases/${cases.again.code}/messages`)],
  ['/cases/{code}/correction', 'dieu-phoi', (one, { cases }) => one.sends(`/cases/${cases.called.code}/correction`, `/cases/${cases.called.code}/correction`, { note: 'Cổng sau' })],
  ['/cases/{code}/people/new', 'dieu-phoi', (one, { cases }) => one.sends(`/cases/${cases.called.code}/people/new`, `/cases/${cases.called.code}/people/new`, PERSON)],
  ['/cases/{code}/people/{number}', 'dieu-phoi', (one, { cases }) => one.sends(`/cases/${cases.called.code}`, `/cases/${cases.called.code}/people/1`, { birth: '1951' })],
  ['/cases/{code}/joining/{other}', 'dieu-phoi', (one, { cases }) => one.sends(`/cases/${cases.twice.code}/joining/${cases.limited.code}`, `/cases/${cases.twice.code}/joining/${cases.limited.code}`, {}, { button: cases.limited.code })],
  ['/cases/{code}/secret', 'dieu-phoi', (one, { cases }) => one.sends(`/cases/${cases.called.code}/secret`, `/cases/${cases.called.code}/secret`, { birth: '12/05/1950', phone: '0912345708' })],
  ['/remarks/{id}', 'dieu-phoi', (one) => one.sends('/remarks', /\/remarks\/\d+/, {}, { button: 'answer' })],
  ['/cases/{code}/verification', 'dieu-phoi', (one, { cases }) => one.sends(`/cases/${cases.decided.code}`, `/cases/${cases.decided.code}/verification`, {}, { button: 'approve' })],
  ['/unapproved-bookings/refusal', 'dieu-phoi', (one) => one.sends('/unapproved-bookings', '/unapproved-bookings/refusal')],
  ['/imports', 'dieu-phoi', (one) => one.sends('/imports/new', '/imports', { file: LIST })],
  ['/imports/{id}/columns', 'dieu-phoi', (one) => one.sends(one.path, `${one.path}/columns`)],
  ['/imports/{id}/rows/{line}', 'dieu-phoi', (one) => one.sends(`${one.path}/rows/3`, `${one.path}/rows/3`, { 'cell.1': '1950' })],
  ['/imports/{id}/confirmation', 'dieu-phoi', (one) => one.sends(one.path, `${one.path}/confirmation`)],
  ['/imports/{id}/undo', 'dieu-phoi', async (one, { server }) => {
    const at = one.path;
    await untilNoListIsAtWork(server);
    return one.sends(at, `${at}/undo`);
  }],
  // A page that leads to a file is no page: a day that is none stays on the form.
  ['/exports', 'dieu-phoi', (one) => one.sends('/exports', '/exports', { from: '31/02/2026' })],
  ['/duties', 'dieu-phoi', (one) => one.sends('/duties/new', '/duties', { team_id: 'first', ...date('on', '7'), half_days: 'full', kit_id: 'first', officer_ids: true })],
  ['/duties/{id}', 'dieu-phoi', async (one) => {
    const at = await link(one, '/duties?on=2026-12-09', /^\/duties\/\d+$/);
    return one.sends(at, at, { capacity: '9' });
  }],
  ['/board/edits', 'dieu-phoi', (one) => one.sends('/board?on=2026-12-09', '/board/edits', {}, { button: 'lock' })],
  ['/board/edits/{id}/undo', 'dieu-phoi', (one) => one.sends('/board?on=2026-12-09', /\/board\/edits\/\d+\/undo/)],
  ['/board/edits/{id}/redo', 'dieu-phoi', (one) => one.sends('/board?on=2026-12-09', /\/board\/edits\/\d+\/redo/)],
  ['/officers', 'dieu-phoi', (one) => one.sends('/officers', '/officers', { full_name: 'Tống Văn Mới', badge_number: '031-999' })],
  ['/officers/{id}', 'dieu-phoi', (one) => one.sends('/officers/1', '/officers/1', { badge_number: '031-998' })],
  ['/officers/{id}/leaves', 'dieu-phoi', (one) => one.sends('/officers/1', '/officers/1/leaves', { from: '21/12/2026', reason: 'annual' })],
  ['/officers/{id}/leaves/{leave}/withdrawal', 'dieu-phoi', (one) => one.sends('/officers/1', /\/officers\/1\/leaves\/\d+\/withdrawal/)],
  ['/officers/{id}/retirement', 'dieu-phoi', (one) => one.sends('/officers/1', '/officers/1/retirement', { retired_from: '30/12/2026' })],
  ['/kits', 'dieu-phoi', (one) => one.sends('/kits', '/kits', { name: 'TB-99' })],
  ['/kits/{id}', 'dieu-phoi', (one) => one.sends('/kits/1', '/kits/1', { name: 'TB-1b' })],
  ['/kits/{id}/outages', 'dieu-phoi', (one) => one.sends('/kits/1', '/kits/1/outages', { from: '21/12/2026', reason: 'broken' })],
  ['/kits/{id}/outages/{outage}/withdrawal', 'dieu-phoi', (one) => one.sends('/kits/1', /\/kits\/1\/outages\/\d+\/withdrawal/)],
  ['/teams', 'dieu-phoi', (one) => one.sends('/teams', '/teams', { name: 'Tổ mới', hot_line: '0225 3822 999', base_ward_code: '11329', ward_codes: true })],
  ['/teams/{id}', 'dieu-phoi', (one) => one.sends('/teams/1', '/teams/1', { hot_line: '0225 3822 998' })],
  ['/duties/{id}/cancellation', 'dieu-phoi', async (one) => {
    const at = `${await link(one, '/duties?on=2026-12-09', /^\/duties\/\d+$/)}/cancellation`;
    return one.sends(at, at, { reason: 'Bộ thiết bị hỏng' });
  }],
  ['/duty-copies', 'dieu-phoi', (one) => one.sends('/duties?on=2026-12-14', '/duty-copies', {}, { button: '7' })],
  ['/half-days', 'dieu-phoi', (one) => one.sends('/half-days', '/half-days', { ...date('on', '12'), half_day: 'afternoon', reason: 'Đợt cao điểm' })],
  ['/planning-runs', 'dieu-phoi', (one) => one.sends('/planning-runs', '/planning-runs', { ...date('from', '7'), ...date('to', '8') })],
  ['/planning-runs/{id}/stop', 'dieu-phoi', (one) => one.sends(one.path, `${one.path}/stop`, {}, { made: true })],
  ['/planning-runs/{id}/publication', 'dieu-phoi', (one) => one.sends(one.path, /\/planning-runs\/\d+\/publication/)],
  ['/calls/{id}', 'dieu-phoi', (one) => one.sends('/calls', /\/calls\/\d+/, {}, { button: 'letter' })],
  ['/cases/{code}/withdrawal', 'dieu-phoi', (one, { cases }) => one.sends(`/cases/${cases.decided.code}`, `/cases/${cases.decided.code}/withdrawal`, { sure: true })],
  ['/approvals', 'dieu-phoi', (one, { cases }) => one.sends('/account', '/approvals', { case: cases.decided.code }, { made: true })],
  ['/rights-requests', 'dieu-phoi', (one) => one.sends('/rights-requests', '/rights-requests', { kind: 'access', channel: 'desk', ward_code: '11329', words: 'Xin bản dữ liệu' })],
  ['/rights-requests/{id}', 'dieu-phoi', (one) => one.sends('/rights-requests', /\/rights-requests\/\d+/, {}, { button: 'complete' })],
  ['/accounts/new', 'quan-tri', (one) => one.sends('/accounts/new', '/accounts/new', { login: 'nguoi-moi', display_name: 'Tống Văn Thử', role: 'officer' })],
  ['/account/sign-ins/{id}/end', 'can-bo-2', (one) => one.sends('/account', '/account/sign-ins/999999/end', { x: '' }, { made: true })],
  managed('can-bo-2', '', { display_name: 'can-bo-2 đổi tên' }),
  managed('can-bo-2', '/sign-ins/end'),
  managed('can-bo-2', '/second-factor-reset', { x: '' }, { made: true }),
  managed('can-bo-2', '/state', {}, { button: 'yes' }),
  managed('can-bo-2', '/password-reset', { x: '' }, { made: true }),
  ['/account/provider', 'can-bo-3', (one) => one.sends('/account', '/account/provider', { do: 'unlink' }, { made: true })],
  ['/account/second-factor', 'can-bo-3', (one) => one.sends('/account/second-factor', '/account/second-factor', {}, { button: 'begin' })],
  ['/account/proof', 'can-bo-3', (one) => one.sends('/account', '/account/proof', { next: '/account', code: '123456' }, { made: true })],
  ['/account/password', 'can-bo-3', (one) => one.sends('/account', '/account/password', { current: PASSWORD, password: 'gạo trắng nước trong đò ngang' })],
  ['/sign-out', 'can-bo-3', (one) => one.sends('/account', '/sign-out')],
];

// On the day of the visit.
export const DAY = [
  ['/visits/{id}/events', 'can-bo-1', (one) => one.sends('/rosters', /\/visits\/\d+\/events/)],
  ['/visits/{id}/undo', 'can-bo-1', (one) => one.sends('/rosters', /\/visits\/\d+\/undo/)],
  ['/visits/{id}/events', 'can-bo-1', (one) => one.sends('/rosters', /\/visits\/\d+\/events/)],
  ['/visits/{id}/outcome', 'can-bo-1', async (one) => {
    const at = await link(one, '/rosters', /^\/visits\/\d+\/outcome$/);
    return one.sends(at, /\/visits\/\d+\/outcome/, {}, { button: 'captured' });
  }],
];

// After it.
export const LAST = [
  ['/follow/{code}/{secret}/feedback', 'public', (one, { cases }) => one.sends(below(cases.visited, '/feedback'), below(cases.visited, '/feedback'), { ease: 'easy', on_time: 'yes' })],
];
