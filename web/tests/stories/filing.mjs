// Families file a case: what they are asked, what they learn, what is stored, which mail leaves.
import assert from 'node:assert/strict';
import { CONSENT, DOOR, GRANDMOTHER, home, person, writesFor } from './answers.mjs';

const ADDRESS = 'lan@example.test';
const RECEIPT = /^Đã nhận đề nghị làm căn cước tại nhà – mã hồ sơ/;

// The first page is the first question.
export async function begins(family, who = 'grandchild') {
  await family.open('/apply');
  await family.answer({ who });
}

// From the page that sums up to the page with the code.
async function sends(family) {
  await family.answer(CONSENT, 'main button[value=send]');
  assert.match(family.path, /^\/apply\/received\//);
  return family.filed();
}

async function nothingIsStored({ office, server }) {
  assert.deepEqual(await office.cases(), []);
  assert.deepEqual(server.mails(), []);
}

async function aNieceFilesForHerBedriddenGrandmotherAndChoosesSaturdayMorning({ family, office, server }) {
  await family.open('/');
  await family.follow('/apply');
  await family.refuses();
  await family.answers({ ...writesFor('grandchild'), ...person(1, GRANDMOTHER), ...home() });
  const sum = await family.text;
  for (const said of ['Nguyễn Thị Hòa', 'Phường Ngô Quyền', '0912.345.678', 'Buổi chiều đi vắng']) assert.ok(sum.includes(said), said);
  const filed = await sends(family);
  await family.follow('/half-day');
  await family.answer({ choice: '2026-11-28/morning' });
  assert.match(await family.text, /buổi sáng Thứ Bảy 28\/11\/2026/);

  const stored = await office.case(filed.code);
  assert.equal(stored.contact.name, 'Phạm Thị Lan');
  assert.equal(stored.contact.relation, 'grandchild');
  assert.equal(stored.contact.phone.dial ?? stored.contact.phone, '+84912345678');
  assert.equal(stored.ward.code, '11329');
  assert.equal(stored.address.line, 'Số 12 ngõ 328 phố Lê Lợi');
  assert.deepEqual(stored.applicants.map((one) => [one.name, one.birth, one.mobility, one.group]), [['Nguyễn Thị Hòa', '12/05/1950', 'bedridden', 'nct']]);
  assert.deepEqual(stored.consents.map((one) => one.purpose).sort(), ['messages', 'visit']);
  const { visits } = await office.visits(filed.code);
  assert.deepEqual(visits.map((one) => [one.on, one.half_day]), [['2026-11-28', 'morning']]);
  assert.ok((await server.mail(ADDRESS, RECEIPT)).subject.includes(filed.code));
  const booked = await server.mail(ADDRESS, /^Đang giữ chỗ, chờ duyệt: .*Thứ Bảy 28\/11\/2026/);
  assert.ok(booked.text.includes(filed.code), booked.text);
}

async function aChildOfTenHasARepresentative({ family, office, server }) {
  await begins(family, 'parent');
  const child = { name: 'Vũ Minh Khôi', birth: '01/03/2016', sex: 'male', mobility: 'wheelchair', group: 'kt_nang' };
  const said = { ...person(1, { ...child, representative: 'Trần Thị Mai' }), ...home() };
  await family.answers(said, 'representative-1');
  await family.refuses();
  await family.answers(said);
  const { code } = await sends(family);
  const [stored] = (await office.case(code)).applicants;
  assert.deepEqual([stored.procedure, stored.representative.name, stored.representative.relation], ['child6_13', 'Trần Thị Mai', 'parent']);
  await server.mail(ADDRESS, RECEIPT);
}

async function aChildOfFiveNeedsNoVisitAndNothingIsStored({ family, office, server }) {
  await begins(family, 'parent');
  const said = person(1, { name: 'Vũ Minh An', birth: '2021', sex: 'male' });
  await family.answers(said, 'person-1');
  await family.refuses();
  await family.answers(said, 'online-1');
  assert.match(await family.text, /dưới 6 tuổi/);
  assert.match(await family.text, /VNeID/);
  await family.answers(said, 'closing');
  await family.answer({}, 'main button[value=end]');
  assert.equal(family.path, '/apply/ended');
  await nothingIsStored({ office, server });
}

async function aLostCardIsAnOnlineMatter({ family, office, server }) {
  await begins(family, 'self');
  const man = { name: 'Đỗ Văn Bình', birth: '1990', sex: 'male', card: 'cccd_chip', need: 'lost' };
  const said = person(1, man);
  await family.answers(said, 'card-1');
  await family.refuses();
  await family.answers(said, 'online-1');
  assert.match(await family.text, /trên mạng/);
  assert.match(await family.text, /35\.000 đồng/);
  await family.answers(said, 'closing');
  await family.answer({}, 'main button[value=end]');
  await nothingIsStored({ office, server });
}

async function aHouseholdOfThreeIsOneCase({ family, office, server }) {
  await begins(family);
  const people = [
    { ...GRANDMOTHER, more: 'yes' },
    { name: 'Nguyễn Văn Tý', birth: '1948', sex: 'male', mobility: 'wheelchair', guardian: 'guardian', representative: 'Phạm Thị Lan', stands: 'guardian', more: 'yes' },
    { name: 'Nguyễn Minh Đức', birth: '02/09/2014', sex: 'male', mobility: 'bedridden', group: 'kt_db_nang', representative: 'Phạm Thị Lan', more: 'no' },
  ];
  const said = { ...Object.assign({}, ...people.map((one, at) => person(at + 1, one))), ...home() };
  await family.answers(said, 'person-2');
  await family.refuses();
  await family.answers(said);
  const { code } = await sends(family);
  const stored = await office.case(code);
  assert.equal(stored.expected_captures, 3);
  assert.deepEqual(stored.applicants.map((one) => [one.name, one.procedure]), [
    ['Nguyễn Thị Hòa', 'cccd_to_cc'], ['Nguyễn Văn Tý', 'incapacity'], ['Nguyễn Minh Đức', 'child6_13'],
  ]);
  await server.mail(ADDRESS, RECEIPT);
  assert.equal(server.mails().length, 1);
}

async function anOldAddressLeadsToItsCandidates({ family, office, server }) {
  await begins(family);
  const old = 'Phường Trần Phú, TP Hải Dương';
  const ward = async (one) => {
    await one.refuses();
    await one.answer({ ward_search: old, ...DOOR }, null, 422);
    const offered = await one.page.$$eval('[name="address.ward_code"]:not([type=hidden])', (all) => all.map((each) => each.value));
    assert.deepEqual(offered.sort(), ['10532', '10537']);
    await one.answer({ 'address.ward_code': '10537' });
  };
  await family.answers({ ...person(1, GRANDMOTHER), ...home(ward) });
  const { code } = await sends(family);
  assert.deepEqual((await office.case(code)).ward, { code: '10537', name: 'Phường Tân Hưng' });
  await server.mail(ADDRESS, RECEIPT);
}

async function onCatBaThePartIsAsked({ family, office, server }) {
  await begins(family);
  const said = { ...person(1, GRANDMOTHER), ...home({ ward_search: 'cat hai', ...DOOR }) };
  await family.answers(said, 'area');
  await family.refuses();
  const parts = await family.page.$$eval('[name="address.sub_area"]', (all) => all.map((one) => one.value));
  const catBa = parts.find((one) => /cat_ba|cát bà|cat ba/i.test(one));
  assert.ok(catBa, parts.join());
  await family.answers({ ...said, area: { 'address.sub_area': catBa } });
  const { code } = await sends(family);
  const stored = await office.case(code);
  assert.deepEqual([stored.ward.code, stored.sub_area], ['11914', catBa]);
  await server.mail(ADDRESS, RECEIPT);
}

// Over a plain name a browser says less of where its forms stand: no Sec-Fetch-Site, only an Origin. So do old phones.
async function aFamilyFilesOverAPlainNameWithoutEncryption({ family, office, server }) {
  await family.moved(server.base.replace('127.0.0.1', 'luudong.test'));
  // The pages are the same as elsewhere; here only their forms are looked at.
  family.auditor = { audit: async () => [] };
  await begins(family);
  await family.answers({ ...person(1, GRANDMOTHER), ...home() });
  const { code } = await sends(family);
  assert.equal((await office.case(code)).contact.name, 'Phạm Thị Lan');
}

export const FILING = [
  Object.assign(aNieceFilesForHerBedriddenGrandmotherAndChoosesSaturdayMorning, { keys: true }),
  aChildOfTenHasARepresentative,
  aChildOfFiveNeedsNoVisitAndNothingIsStored,
  aLostCardIsAnOnlineMatter,
  aHouseholdOfThreeIsOneCase,
  anOldAddressLeadsToItsCandidates,
  onCatBaThePartIsAsked,
  aFamilyFilesOverAPlainNameWithoutEncryption,
];
