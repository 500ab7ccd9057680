// The pages of /apply one after another, as somebody answers them by their words.
import assert from 'node:assert/strict';

// From the start page; `who` is what stands on the first card that fits.
export async function begins(one, who) {
  await one.open('/');
  await one.goesTo(/^Gửi đề nghị/);
  await one.asks(/đang làm giúp ai/);
  await one.picks(/đang làm giúp ai/, who);
  await one.presses();
}

export async function tellsWho(one, { name, birth, sex, permanent = null }) {
  await one.asks(/là ai\?$/);
  await one.writes('Họ và tên', name);
  await one.dates(/^Ngày sinh/, birth);
  await one.picks(/^Giới tính/, sex);
  if (permanent) await one.writes('Nơi thường trú, nếu khác nơi đang ở (không bắt buộc)', permanent);
  await one.presses();
}

export async function tellsCard(one, { card, need = null, number = null }) {
  await one.asks(/^Thẻ của/);
  await one.picks(/^Thẻ gần đây nhất/, card);
  if (need) await one.picks(/^Vì sao cần làm thẻ/, need);
  if (number) await one.writes('Số trên thẻ (không bắt buộc)', number);
  await one.presses();
}

export async function tellsMoves(one, { moves, groups = [], help = [], guardian = false, more = false }) {
  await one.asks(/đi lại thế nào\?$/);
  await one.picks(/^Đi lại/, moves);
  for (const group of groups) await one.picks(/^Có điều nào sau đây/, group);
  for (const what of help) await one.picks(/^Cán bộ cần chuẩn bị gì/, what);
  if (guardian) await one.picks(/^Tự quyết định/, 'Không tự quyết định được, đã có người giám hộ');
  if (more) await one.picks(/^Còn ai ở cùng nhà/, 'Còn nữa');
  await one.presses();
}

// Everything about one person who is visited.
export async function tellsPerson(one, person) {
  await tellsWho(one, person);
  await tellsCard(one, person);
  await tellsMoves(one, person);
}

export async function namesRepresentative(one, { name, relation }) {
  await one.asks(/^Ai đại diện/);
  await one.writes('Họ và tên người đại diện', name);
  await one.picks(/^Người đại diện là gì/, relation);
  await one.presses();
}

export async function tellsHome(one, { ward = 'Phường Ngô Quyền', line = 'Số 12 ngõ 328 phố Lê Lợi', old = null } = {}) {
  await one.asks(/^Nhà ở đâu/);
  await one.writes('Phường, xã, đặc khu', ward);
  await one.writes('Số nhà, ngõ, đường', line);
  if (old) await one.writes('Địa chỉ cũ trước 01/07/2025 (nếu biết)', old);
  await one.presses();
}

// How the house is entered may stay as it is.
export async function passesHouse(one) {
  await one.asks(/^Vào nhà thế nào/);
  await one.presses();
}

export async function tellsContact(one, { name, phone, email = null, answers = null, secret = null, times = null, note = null }) {
  await one.asks(/^Gọi điện cho ai/);
  if (answers) await one.writes('Ai nghe điện thoại?', answers);
  await one.writes('Họ và tên', name);
  await one.writes('Số điện thoại', phone);
  if (email) await one.writes('Thư điện tử (nếu có)', email);
  if (secret) await one.writes('Gia đình nhận mật mã bằng cách nào?', secret);
  if (times) await one.writes('Buổi nào tiện cho gia đình?', times);
  if (note) await one.writes('Còn điều gì cần báo trước? (không bắt buộc)', note);
  await one.presses();
}

// Reads the sum, agrees and sends; gives the code and the secret as they stand on the last page.
export async function sends(one, { mails = true } = {}) {
  await one.asks(/^Xem lại rồi gửi/);
  await one.ticks(/Tôi đồng ý cho dùng thông tin này/);
  assert.equal(await one.page.getByLabel(/Tôi đồng ý nhận thư điện tử/).count(), mails ? 1 : 0);
  if (mails) await one.ticks(/Tôi đồng ý nhận thư điện tử/);
  await one.presses('Gửi đề nghị');
  await one.asks(/^Đã nhận đề nghị/);
  await one.reads(mails ? /gửi mã và địa chỉ này vào thư điện tử/ : /cán bộ sẽ gọi điện/);
  return one.filed();
}

// Home, house, contact, check: the same for most.
export async function tellsRest(one, contact, home = {}) {
  await tellsHome(one, home);
  await passesHouse(one);
  await tellsContact(one, contact);
  return sends(one, { mails: Boolean(contact.email) });
}
