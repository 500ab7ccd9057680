// Situations in which families file. Each gives what it came to, in a few words.
import assert from 'node:assert/strict';
import {
  begins, namesRepresentative, passesHouse, sends, tellsCard, tellsContact, tellsHome, tellsMoves, tellsPerson, tellsRest, tellsWho,
} from './wizard.mjs';

export const BEDRIDDEN = { moves: 'Nằm một chỗ', card: 'Chứng minh nhân dân, 9 số', need: 'Muốn đổi thẻ cũ sang thẻ mới' };
export const HOA = { name: 'Nguyễn Thị Hòa', birth: '12/5/1950', sex: 'Nữ', ...BEDRIDDEN };

const people = (stored) => stored.applicants.map((one) => [one.name, one.procedure, one.mobility, one.group]);
// When a team of the mainland takes the ferry: from 6:00 to 18:30, because the way is half of a usual day, and with no time
// kept for urgent cases, which nobody brings over.
export const FERRY_DAYS = ['2026-11-26 full', '2026-12-03 full'];
export const FERRY_DUTY = { shift: { starts_secs: 6 * 3600, ends_secs: 18.5 * 3600 }, staff_minutes: 0 };
export const half_days = async (one) => one.page.locator('main [type=radio][name=choice]').evaluateAll((all) => all.filter((each) => !each.disabled).map((each) => each.value));

async function aBedriddenGrandmother({ one, office, contact, server }) {
  await begins(one, 'Ông hoặc bà tôi');
  await tellsPerson(one, { ...HOA, help: ['Nghe khó hoặc không nói được'] });
  const { code } = await tellsRest(one, contact);
  const stored = await office.case(code);
  assert.deepEqual(people(stored), [['Nguyễn Thị Hòa', 'cccd_to_cc', 'bedridden', 'nct']]);
  assert.deepEqual([stored.ward.code, stored.contact.relation, stored.contact.name], ['11329', 'grandchild', contact.name]);
  await server.mail(contact.email, new RegExp(code));
  await one.goesTo('Chọn buổi');
  assert.ok((await half_days(one)).length > 1);
  return 'received, half-days offered';
}

async function forOneselfWithoutSight({ one, office, contact }) {
  await begins(one, 'Chính tôi');
  await one.asks(/^Ông\/bà là ai/);
  await tellsPerson(one, {
    name: 'Đỗ Văn Bình', birth: '1961', sex: 'Nam', ...BEDRIDDEN, moves: 'Đi lại được khi có người dìu', help: ['Không nhìn được'],
    groups: ['Người khuyết tật nặng (không tự làm được một số việc cá nhân)'],
  });
  const { code } = await tellsRest(one, contact);
  const stored = await office.case(code);
  assert.deepEqual(people(stored), [['Đỗ Văn Bình', 'cccd_to_cc', 'walks_with_help', 'kt_nang']]);
  assert.deepEqual(stored.readiness.people[0].difficulties, ['sight']);
  assert.equal(stored.contact.relation, 'self');
  return 'received, by keyboard alone';
}

async function aDisabledChild({ one, office, contact }) {
  await begins(one, 'Con tôi');
  await tellsPerson(one, {
    name: 'Vũ Minh Khôi', birth: '1/3/2016', sex: 'Nam', card: 'Chưa từng có thẻ nào', moves: 'Ngồi xe lăn',
    groups: ['Người khuyết tật nặng (không tự làm được một số việc cá nhân)'],
  });
  await namesRepresentative(one, { name: 'Trần Thị Mai', relation: 'Cha hoặc mẹ' });
  const { code } = await tellsRest(one, contact);
  const [stored] = (await office.case(code)).applicants;
  assert.deepEqual([stored.procedure, stored.group, stored.representative.name], ['child6_13', 'kt_nang', 'Trần Thị Mai']);
  return 'received, with the mother named';
}

async function threeOfAHouseholdOneInHospital({ one, office, contact }) {
  await begins(one, 'Ông hoặc bà tôi');
  await tellsPerson(one, { ...HOA, more: true });
  const man = { name: 'Nguyễn Văn Tý', birth: '1948', sex: 'Nam' };
  await tellsPerson(one, { ...man, ...BEDRIDDEN, moves: 'Đang ở bệnh viện hoặc nơi chăm sóc', more: true });
  await one.asks(/ở nơi khác$/);
  await one.reads(/gửi riêng một đề nghị/);
  await one.presses();
  await tellsPerson(one, { name: 'Nguyễn Thị Đào', birth: '20/8/1955', sex: 'Nữ', ...BEDRIDDEN, moves: 'Ngồi xe lăn' });
  await tellsHome(one);
  await passesHouse(one);
  await tellsContact(one, contact);
  await one.reads(/Người này ở nơi khác, nên xin gửi riêng một đề nghị/);
  const { code } = await sends(one);
  await one.reads('Người không có trong lần đến nhà này', 'Gửi đề nghị cho người ở nơi khác');
  assert.deepEqual((await office.case(code)).applicants.map((each) => each.name), ['Nguyễn Thị Hòa', 'Nguyễn Thị Đào']);
  return 'received for two, the third told to file apart';
}

async function theOneInHospital({ one, office, contact }) {
  await begins(one, 'Ông hoặc bà tôi');
  await tellsPerson(one, { name: 'Nguyễn Văn Tý', birth: '1948', sex: 'Nam', ...BEDRIDDEN, moves: 'Đang ở bệnh viện hoặc nơi chăm sóc' });
  await one.asks(/^Đang nằm ở đâu/);
  await one.writes('Phường, xã, đặc khu', 'Phường Ngô Quyền');
  await one.writes('Bệnh viện hoặc nơi chăm sóc, và địa chỉ', 'Bệnh viện Việt Tiệp, số 1 đường Nhà Thương');
  await one.writes('Khoa, phòng, giường', 'Khoa Nội, tầng 3, phòng 305');
  await one.presses();
  await tellsContact(one, contact);
  const { code } = await sends(one);
  const stored = await office.case(code);
  assert.deepEqual([stored.applicants[0].mobility, stored.address.line, stored.address.hamlet], ['in_hospital', 'Bệnh viện Việt Tiệp, số 1 đường Nhà Thương', 'Khoa Nội, tầng 3, phòng 305']);
  return 'received, for the bed there';
}

async function anOldAddress({ one, office, contact }) {
  await begins(one, 'Ông hoặc bà tôi');
  await tellsPerson(one, HOA);
  await tellsHome(one, { ward: 'Phường Trần Phú, TP Hải Dương' });
  await one.picks(/^Có 2 nơi/, /Phường Tân Hưng/);
  await one.presses();
  await passesHouse(one);
  await tellsContact(one, contact);
  await one.reads('Phường Tân Hưng');
  const { code } = await sends(one);
  assert.deepEqual((await office.case(code)).ward, { code: '10537', name: 'Phường Tân Hưng' });
  await one.goesTo('Chọn buổi');
  await one.reads(/tuần tới chưa có tổ nào đến Phường Tân Hưng/);
  return 'received, for the ward of today';
}

// The first half-day with these words; whoever else wants it may be quicker.
async function takesFirst(one, words) {
  for (;;) {
    await one.takes(one.page.locator('main').getByLabel(words).first(), true);
    await one.presses('Xác nhận');
    if (!one.path.endsWith('/half-day')) return;
    await one.reads(/vừa hết chỗ/);
  }
}

async function onAnIsland({ one, office, contact }) {
  // Another person behind another door on each device, or they would be one household with two places.
  const day = 1 + Number(contact.phone.slice(-2)) % 28;
  await begins(one, 'Ông hoặc bà tôi');
  await tellsPerson(one, { ...HOA, birth: `${day}/5/1950` });
  await tellsHome(one, { ward: 'cat hai', line: `Nhà số ${day}, thôn Gia Luận, gần bến phà` });
  await one.asks(/^Ở khu nào/);
  await one.picks(/^Ở khu nào/, /Cát Bà/);
  await one.presses();
  await passesHouse(one);
  await tellsContact(one, contact);
  const { code } = await sends(one);
  const stored = await office.case(code);
  assert.equal(stored.ward.code, '11914');
  assert.match(stored.sub_area, /cat_ba/);
  await one.goesTo('Chọn buổi');
  const offered = (await half_days(one)).filter((value) => value !== 'any');
  assert.ok(offered.length > 0 && offered.every((value) => FERRY_DAYS.some((day) => value.startsWith(day.slice(0, 10)))), offered.join());
  await takesFirst(one, /Thứ Năm \d+\/\d+\/2026/);
  const { visits: [visit] } = await office.visits(code);
  assert.ok(offered.includes(`${visit.on}/${visit.half_day}`), JSON.stringify(visit));
  await one.reads(new RegExp(`Thứ Năm ${visit.on.split('-').reverse().join('/')}`));
  return 'received; the team comes by ferry on a Thursday, a half-day of it taken';
}

async function afterLosingACardAt87({ one, office, contact }) {
  await begins(one, 'Cha hoặc mẹ tôi');
  const woman = { name: 'Bùi Thị Sen', birth: '1939', sex: 'Nữ', card: 'Căn cước công dân có chip (ô vuông màu vàng)', need: 'Bị mất thẻ' };
  await tellsWho(one, woman);
  await tellsCard(one, woman);
  await tellsMoves(one, BEDRIDDEN);
  await one.asks(/không cần tổ công tác đến nhà$/);
  await one.reads('VNeID', 'dichvucong.gov.vn', 'Công an phường, xã để được giúp', '35.000 đồng');
  await one.presses('Vẫn xin cán bộ xem giúp');
  const { code } = await tellsRest(one, contact);
  assert.deepEqual(people(await office.case(code)), [['Bùi Thị Sen', 'lost', 'bedridden', 'nct']]);
  return 'asked how she moves, told what is easier, received';
}

async function shortlyBeforeTurning60({ one }) {
  await begins(one, 'Chính tôi');
  await tellsPerson(one, {
    name: 'Hoàng Văn Ân', birth: '15/3/1967', sex: 'Nam', card: 'Căn cước công dân có mã vạch, không có chip', need: 'Thẻ hết hạn, hoặc đến tuổi phải đổi',
    moves: 'Tự đi lại được',
  });
  await one.asks(/^Đường đến trụ sở có khó/);
  await one.reads('Đủ 60 tuổi vào ngày 15/03/2027', 'Thứ Hai đến Thứ Sáu và sáng Thứ Bảy');
  await one.picks(/^Đường đến trụ sở có khó/, 'Đến được, không cần gửi');
  await one.presses();
  await one.asks(/^Không ai cần tổ công tác đến nhà/);
  await one.reads('trụ sở Công an phường, xã');
  assert.equal(await one.page.getByRole('button', { name: 'Vẫn xin cán bộ xem giúp' }).count(), 1);
  await one.presses('Xong, cảm ơn gia đình');
  await one.asks(/không có gì được gửi/);
  return 'desk, with the day of the 60th birthday';
}

async function aHeroicMotherOf97({ one, office, contact }) {
  await begins(one, 'Ông hoặc bà tôi');
  const group = 'Người có công với cách mạng (Mẹ Việt Nam anh hùng, thương binh, bệnh binh)';
  await tellsPerson(one, { name: 'Phạm Thị Mận', birth: '1929', sex: 'Nữ', ...BEDRIDDEN, groups: [group] });
  const { code } = await tellsRest(one, contact);
  const [mother] = (await office.case(code)).applicants;
  assert.deepEqual([mother.name, mother.mobility, mother.groups], ['Phạm Thị Mận', 'bedridden', ['nct', 'ncc']]);
  return 'received, in her group by its name';
}

const OFFICER = 'Tôi là cán bộ phường, xã, ghi giúp dân';

// The daughter of whoever needs the card has called: she answers the telephone, the officer writes.
async function anOfficerWritesForHer(one, contact, secret) {
  await begins(one, OFFICER);
  await tellsPerson(one, HOA);
  return tellsRest(one, { ...contact, email: null, answers: 'Con', secret });
}

async function theOfficeSeesAllThree(staff, code, contact, way) {
  await staff.open(`/cases/${code}`);
  await staff.reads('Người điền cán bộ phường, xã', `${contact.name} con`, `Gia đình nhận mật mã ${way}`);
}

async function aWardOfficerForACaller({ one, office, contact, staff }) {
  const { code, secret } = await anOfficerWritesForHer(one, contact, 'Tôi đọc lại hoặc chép cho gia đình');
  const stored = await office.case(code);
  assert.deepEqual([stored.filled_in_by, stored.contact.relation, stored.contact.name, stored.secret_way], ['ward_officer', 'child', contact.name, 'given']);
  // Read out to the caller: in threes, and typed the same way on their own telephone. On paper nothing else stands.
  await one.reads('Đưa cho gia đình', 'Đọc chậm từng nhóm ba số');
  const spoken = await one.page.locator('.code.secret').innerText();
  assert.match(spoken, /^(\d{3} ){6}\d{3}$/);
  assert.equal(spoken.replaceAll(' ', '-'), secret);
  await one.page.emulateMedia({ media: 'print' });
  assert.equal(await one.page.getByText('Chọn buổi', { exact: true }).isVisible(), false);
  assert.equal(await one.page.locator('.code.secret').isVisible(), true);
  assert.equal(await one.page.getByText(/\/follow$/).isVisible(), true, 'where the household opens it');
  await one.page.emulateMedia({ media: null });
  await theOfficeSeesAllThree(staff, code, contact, 'người điền đọc lại');
  return 'received, a secret to read out or print';
}

async function theOfficeCallsWithTheSecret({ one, office, contact, staff }) {
  const { code } = await anOfficerWritesForHer(one, contact, 'Cán bộ gọi điện báo cho gia đình');
  await one.reads('Cán bộ gọi báo mật mã');
  assert.equal(await one.page.locator('.code.secret').count(), 0, 'the officer need not keep it');
  await theOfficeSeesAllThree(staff, code, contact, 'cán bộ gọi báo');
  await staff.open('/calls');
  const call = staff.page.locator('ol.stops > li').filter({ hasText: code });
  assert.match(await call.innerText(), new RegExp(`${contact.name}[^]*mật mã mở hồ sơ[^]*gia đình xin được gọi`));
  await staff.lands(call.getByRole('link', { name: /^cấp mật mã mới/ }));
  await staff.writes('Ngày sinh', '12/05/1950');
  await staff.writes('Số nhà, ngõ, đường', '12 ngõ 328 Lê Lợi');
  await staff.presses('Cấp mật mã mới');
  const secret = await staff.page.locator('dd .code').nth(1).innerText();
  await staff.open('/calls');
  assert.equal(await call.count(), 0, 'done with the secret');
  assert.equal((await office.case(code)).secret_way, 'call');
  await one.open(`/follow/${code}/${secret.replaceAll(' ', '-')}`);
  await one.reads(code);
  return 'received, the office called and issued a secret';
}

async function fromATemporaryResidence({ one, office, contact }) {
  await begins(one, 'Cha hoặc mẹ tôi');
  await tellsPerson(one, { ...HOA, permanent: 'Xã Giao Thủy, tỉnh Ninh Bình' });
  const { code } = await tellsRest(one, contact);
  const stored = await office.case(code);
  assert.deepEqual([stored.applicants[0].permanent_address, stored.ward.code], ['Xã Giao Thủy, tỉnh Ninh Bình', '11329']);
  return 'received where she lives now';
}

// Their wish is kept and is all that they are offered.
async function wishing({ one, office, contact }, times, code_of_times, fits) {
  await begins(one, 'Ông hoặc bà tôi');
  await tellsPerson(one, HOA);
  const { code } = await tellsRest(one, { ...contact, times });
  assert.equal((await office.case(code)).preference.times, code_of_times);
  await one.goesTo('Chọn buổi');
  const offered = (await half_days(one)).filter((value) => value !== 'any');
  assert.ok(offered.length > 0 && offered.every(fits), offered.join());
}

async function saturdayOnly(story) {
  await wishing(story, 'Chỉ thứ Bảy (chỉ có buổi sáng)', 'saturdays', (value) => new Date(value.split('/')[0]).getUTCDay() === 6);
  return 'received, Saturdays offered and nothing else';
}

async function noMornings(story) {
  await wishing(story, 'Chỉ buổi chiều', 'afternoons', (value) => value.endsWith('/afternoon'));
  return 'received, afternoons offered and nothing else';
}

async function withoutEmail({ one, office, contact, server }) {
  await begins(one, 'Ông hoặc bà tôi');
  await tellsPerson(one, HOA);
  const { code } = await tellsRest(one, { ...contact, email: null });
  assert.deepEqual((await office.case(code)).consents.map((each) => each.purpose), ['visit']);
  assert.ok(!server.mails().some((mail) => mail.subject.includes(code)));
  return 'received, called instead of written to';
}

export const FILING = {
  '1 a bedridden grandmother': { story: aBedriddenGrandmother, people: 1 },
  '2 for oneself without sight': { story: forOneselfWithoutSight, people: 1, keys: true },
  '3 a disabled child': { story: aDisabledChild, people: 1 },
  '4 three, one of them in hospital': { story: threeOfAHouseholdOneInHospital, people: 3 },
  '4 the one in hospital': { story: theOneInHospital, people: 1 },
  '5 an old address': { story: anOldAddress, people: 1 },
  '6 on an island': { story: onAnIsland, people: 1 },
  '7 a card lost at 87': { story: afterLosingACardAt87, people: 1 },
  '8 shortly before turning 60': { story: shortlyBeforeTurning60, people: 1 },
  '10 a Heroic Mother of 97': { story: aHeroicMotherOf97, people: 1 },
  '11 a ward officer for a caller': { story: aWardOfficerForACaller, people: 1, staff: true },
  '11 the office calls with the secret': { story: theOfficeCallsWithTheSecret, people: 1, staff: true },
  '12 from a temporary residence': { story: fromATemporaryResidence, people: 1 },
  '13 Saturday only': { story: saturdayOnly, people: 1 },
  '14 no mornings': { story: noMornings, people: 1 },
  '15 without e-mail': { story: withoutEmail, people: 1 },
};
