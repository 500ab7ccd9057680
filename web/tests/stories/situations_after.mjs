// Situations that are not about filing in Vietnamese: whom no card is for, a lost secret, a link in a messenger, thanks
// and complaints, another language. Each gives what it came to, in a few words.
import assert from 'node:assert/strict';

// As Facebook and Zalo ask for a page whose link somebody shares.
const BOT = 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)';
const SERVICE = 'Làm căn cước tại nhà';

async function aForeignBornSpouse({ one }) {
  await one.open('/');
  await one.goesTo(/^Gửi đề nghị/);
  await one.press(one.page.getByText('Người cần thẻ không có quốc tịch Việt Nam?'));
  const where = one.page.getByText('Người nước ngoài làm giấy tờ cư trú ở phòng Quản lý xuất nhập cảnh');
  await where.waitFor({ state: 'visible' });
  await one.reads('Thẻ căn cước chỉ cấp cho công dân Việt Nam', 'Người gốc Việt chưa có quốc tịch');
  return 'told before the first answer, and where to go';
}

// Types code and secret where cases are followed, and sees the case.
async function opensWith(one, code, secret) {
  await one.open('/follow');
  await one.writes('Mã hồ sơ', code);
  await one.writes('Mật mã', secret);
  await one.presses('Xem hồ sơ');
  assert.match(one.path, new RegExp(`^/follow/${code}/`));
  await one.reads(code);
}

async function aSecretLost({ one, office, contact, server }) {
  const { code } = await office.file({ contact: { ...contact, relation: 'child' } });
  await one.open('/follow');
  await one.goesTo('Lấy mật mã mới');
  await one.writes('Mã hồ sơ', code);
  await one.presses('Gửi mật mã mới');
  await one.reads('Nếu mã đúng và hồ sơ có thư điện tử, mật mã mới đang được gửi đến đó');
  const { text } = await server.mail(contact.email, /[Mm]ật mã/);
  const [secret] = text.match(/(\d{3} ){6}\d{3}/);
  await opensWith(one, code, secret);
  return 'mailed to the address on file; the case is open';
}

async function aSecretLostWithoutEmail({ one, office, contact, staff }) {
  const { code } = await office.file({ contact: { ...contact, relation: 'child', email: '' }, consents: { visit: true, messages: false } });
  await one.open('/follow/lost');
  await one.reads('Gọi trực ban và đọc mã hồ sơ. Cán bộ hỏi hai điều về gia đình rồi cấp mật mã mới');
  await staff.open(`/cases/${code}`);
  await staff.goesTo('Mật mã mới');
  await staff.writes('Ngày sinh', '12/05/1951');
  await staff.writes('Số điện thoại đã ghi', contact.phone);
  await staff.presses('Cấp mật mã mới');
  assert.equal(await staff.page.getByText(/^Đã cấp/).count(), 0, 'a wrong birth date is no fact');
  await staff.open(`/cases/${code}/secret`);
  await staff.writes('Ngày sinh', '12/05/1950');
  await staff.writes('Số điện thoại đã ghi', contact.phone);
  await staff.presses('Cấp mật mã mới');
  await staff.reads('Đã cấp');
  const secret = await staff.page.locator('dd .code').nth(1).innerText();
  await opensWith(one, code, secret);
  return 'told by the office after two facts; the case is open';
}

async function aLinkInAMessenger({ one, office, contact, server }) {
  const { code, secret, link } = await office.file({ contact: { ...contact, relation: 'child' } });
  await one.context.setExtraHTTPHeaders({ 'user-agent': BOT });
  for (const path of ['/', '/apply', link, `${link}/half-day`, `/apply/received/${code}/${secret}`]) {
    const head = await fetch(server.base + path, { method: 'HEAD', headers: { 'user-agent': BOT } });
    assert.deepEqual([head.status, await head.text()], [200, ''], path);
    await one.open(path);
    const told = await one.page.locator('title, meta').evaluateAll((all) => all.map((each) => each.textContent + (each.content ?? '')).join(' '));
    assert.ok(![code, secret].some((word) => told.includes(word)), `${path} tells ${told}`);
    assert.ok(!told.includes('Nguyễn Thị Hòa') && !told.includes(contact.name), `${path} tells ${told}`);
    assert.equal(await one.page.locator('meta[property="og:title"]').getAttribute('content'), SERVICE);
    if (!path.includes(secret)) continue;
    assert.match(head.headers.get('x-robots-tag'), /noindex/);
    assert.match(await one.page.locator('meta[name=robots]').getAttribute('content'), /noindex/);
  }
  return 'a preview tells the service and nothing of the case';
}

async function thanksAndComplaints({ one, contact }) {
  const sends = async (kind, words) => {
    await one.goesTo('Cảm ơn, góp ý, khiếu nại');
    await one.picks(/^Gia đình muốn gửi gì/, kind);
    await one.writes('Nội dung', words);
    if (kind === 'Khiếu nại') await one.writes('Họ tên và cách liên lạc', `${contact.name}, ${contact.phone}`);
    await one.presses('Gửi');
    assert.match(await one.page.locator('main .code').innerText(), /^[A-Z]{2}-\w{4}-\w{4}$/);
  };
  await one.open('/remarks/new');
  await one.presses('Gửi');
  await one.reads('Chọn cảm ơn, góp ý hoặc khiếu nại.');
  // An answer to a form has no address of its own: the other language is at the page where the form stood.
  assert.equal(await one.page.getByRole('link', { name: 'English' }).first().getAttribute('href'), '/language?to=en&back=%2Fremarks%2Fnew');
  await sends('Lời cảm ơn', 'Hai cán bộ rất nhẹ nhàng với mẹ tôi');
  await one.reads('Đã nhận lời cảm ơn', 'Cơ quan chuyển lời đến tổ');
  await sends('Khiếu nại', 'Hẹn sáng thứ Bảy mà không ai đến');
  await one.reads('Đã nhận khiếu nại', '23/11/2026', 'Chậm nhất Thứ Năm 03/12/2026, cơ quan báo có thụ lý hay không');
  return 'numbers to ask by, and the clock of a complaint';
}

async function inEnglish({ one, office, contact }) {
  await one.open('/');
  await one.goesTo('English');
  await one.goesTo(/^Ask for a home visit/);
  await one.picks(/^Whom are you helping/, 'My husband or wife');
  await one.presses('Continue');
  await one.writes('Full name', 'Nguyễn Thị Hòa');
  await one.dates(/^Date of birth/, '12/5/1950', ['Day', 'Month', 'Year']);
  await one.picks(/^Sex/, 'Female');
  await one.presses('Continue');
  await one.picks(/^Which is the newest card/, 'CMND, 9 digits');
  await one.picks(/^Why/, 'Wants the new card instead of an old one');
  await one.presses('Continue');
  await one.picks(/^Getting about/, 'Stays in bed');
  await one.presses('Continue');
  await one.writes('Ward, commune or special zone', 'Phường Ngô Quyền');
  await one.presses('Continue');
  await one.reads('Some answers need your attention');
  assert.equal(await one.page.locator('html').getAttribute('lang'), 'en');
  await one.writes('House number, lane, street', 'Số 12 ngõ 328 phố Lê Lợi');
  await one.presses('Continue');
  await one.presses('Continue');
  await one.writes('Full name', contact.name);
  await one.writes('Telephone', contact.phone);
  await one.presses('Continue');
  await one.ticks(/I agree/);
  await one.presses('Send the request');
  await one.asks(/^Request received/);
  const { code } = await one.filed();
  assert.equal((await office.case(code)).contact.relation, 'spouse');
  return 'received, in English to the end';
}

export const AFTER = {
  '9 a foreign-born spouse': { story: aForeignBornSpouse },
  '16 a secret lost': { story: aSecretLost },
  '16 a secret lost, no e-mail': { story: aSecretLostWithoutEmail, staff: true },
  '17 a link in a messenger': { story: aLinkInAMessenger },
  '18 thanks and a complaint': { story: thanksAndComplaints },
  '19 in English': { story: inEnglish, people: 1 },
};
