// Families follow their case: another half-day, taken back, the waiting list, a word after the visit.
import assert from 'node:assert/strict';
import { HOUSEHOLD } from '../office.mjs';

const ADDRESS = 'lan@example.test';
const SATURDAY = '2026-11-28';

async function aFamilyTakesAnotherHalfDay({ family, office, server }) {
  const filed = await office.file();
  await office.book(filed, SATURDAY, 'morning');
  await family.open(filed.link);
  await family.follow('/half-day');
  await family.answer({ choice: '2026-11-27/afternoon' });
  assert.match(await family.text, /buổi chiều Thứ Sáu 27\/11\/2026/);
  // A half-day that was never offered is refused, and the one that is held stays.
  await family.open(`${filed.link}/half-day`);
  await family.page.$eval('[name=choice]:checked', (one) => { one.value = '2026-11-29/morning'; });
  const response = await Promise.all([family.page.waitForNavigation(), family.page.locator('main form button').last().click()]);
  await family.arrived(response[0], response[0].status() === 409 ? 409 : 422);
  const { visits } = await office.visits(filed.code);
  assert.deepEqual(visits.map((one) => [one.on, one.half_day]), [['2026-11-27', 'afternoon']]);
  const mail = await server.mail(ADDRESS, /^Đã đổi buổi, chờ duyệt: .*27\/11\/2026/);
  assert.ok(mail.subject.includes(filed.code));
}

async function aFamilySaysThatTheSocketFailedAndTheAppointmentStays({ family, office }) {
  const filed = await office.file();
  await office.book(filed, SATURDAY, 'morning');
  await family.open(filed.link);
  await family.follow('/readiness');
  await family.answer({ 'readiness.power': 'no', 'readiness.gate': 'dog', 'readiness.people.0.papers': 'yes', 'readiness.people.0.difficulties': ['hearing'] });
  assert.match(await family.text, /buổi sáng Thứ Bảy 28\/11\/2026/);
  const { readiness } = await office.case(filed.code);
  assert.deepEqual([readiness.power, readiness.gate, readiness.alley], ['no', 'dog', 'unknown']);
  assert.deepEqual(readiness.people, [{ difficulties: ['hearing'], papers: 'yes' }]);
}

async function aFamilyTakesItsCaseBack({ family, office, server }) {
  const filed = await office.file();
  await office.book(filed, SATURDAY, 'morning');
  await family.open(filed.link);
  await family.follow('/withdrawal');
  await family.refuses();
  await family.answer({ sure: true });
  const stored = await office.case(filed.code);
  assert.equal(stored.state, 'withdrawn');
  assert.ok(stored.withdrawn_at);
  await server.mail(ADDRESS, /^Đã rút hồ sơ làm căn cước tại nhà/);
  const { visits } = await office.visits(filed.code);
  assert.ok(visits.every((one) => one.state === 'cancelled'), JSON.stringify(visits));
}

async function aFamilyWaitsAndTakesThePlaceItIsInvitedTo({ family, office, server }) {
  // Three bedridden people fill the morning: nobody else has room beside them.
  const [one] = HOUSEHOLD.applicants;
  const three = ['Trần Văn Đạt', 'Lê Thị Út', 'Hoàng Văn Ân'].map((name) => ({ ...one, name, number: '' }));
  const contact = { ...HOUSEHOLD.contact, phone: '0912345699', email: 'khac@example.test' };
  const other = await office.file({ contact, applicants: three });
  await office.approve(other.code);
  await office.ask('POST', `/api/v1/cases/${other.code}/booking`, { on: SATURDAY, half_day: 'morning' });
  const filed = await office.file();
  await office.approve(filed.code);
  await family.open(`${filed.link}/half-day`);
  await family.refuses();
  await family.answer({ choice: 'any' });
  const waiting = (await office.ask('GET', '/api/v1/waiting-list')).entries.map((one) => one.code);
  assert.ok(waiting.includes(filed.code), waiting.join());

  // The round is published, then the other family gives its place back: the waiting one is asked.
  await office.publish(SATURDAY);
  await office.ask('POST', `/api/v1/cases/${other.code}/withdrawal`, {});
  const invited = await server.mail(ADDRESS, /^Có chỗ .*28\/11\/2026/);
  assert.ok(invited.subject.includes(filed.code));
  await family.open(filed.link);
  assert.match(await family.text, /28\/11\/2026/);
  await family.answer({}, 'main form[action$="/invitation/acceptance"] button');
  const { visits } = await office.visits(filed.code);
  assert.deepEqual(visits.map((one) => [one.on, one.half_day]), [[SATURDAY, 'morning']]);
}

async function aFamilySaysHowItWasAfterTheVisit({ family, office, server }) {
  const filed = await office.file();
  await office.approve(filed.code);
  await office.book(filed, SATURDAY, 'morning');
  await office.publish(SATURDAY);
  // What has not left two days later is given up: the family would have been called.
  await server.mail(ADDRESS, /^Lịch hẹn: /);
  await family.open(filed.link);
  await server.restart(`${SATURDAY}T08:30:00`);
  await family.moved(server.base);
  await family.open(filed.link);
  await office.visited(filed.code, `${SATURDAY}T01:20:00Z`);
  await family.open(filed.link);
  assert.match(await family.text, /08\/12\/2026/);
  await family.follow('/feedback');
  await family.refuses();
  await family.answer({ ease: 'easy', on_time: 'yes', text: 'Các cô chú rất nhẹ tay' });
  const { wards } = await office.ask('GET', '/api/v1/feedback?month=2026-11');
  assert.equal(wards.length, 1);
  assert.deepEqual([wards[0].ward_code, wards[0].given], ['11329', 1]);
  assert.ok(JSON.stringify(wards[0]).includes('Các cô chú rất nhẹ tay'));
}

export const FOLLOWING = [
  aFamilyTakesAnotherHalfDay,
  aFamilySaysThatTheSocketFailedAndTheAppointmentStays,
  aFamilyTakesItsCaseBack,
  aFamilyWaitsAndTakesThePlaceItIsInvitedTo,
  aFamilySaysHowItWasAfterTheVisit,
];
