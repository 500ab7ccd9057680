// A ward's list in a browser: 91 households from a spreadsheet, five rows put right in place, carried out, undone once,
// carried out again; with and without scripts. What is stored is counted in the database, what was told in the mails.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { crc32 } from 'node:zlib';
import { startServer } from './server.mjs';
import { enter, openBrowser } from './visitor.mjs';

const STORY_MS = 300_000;
const WORK_MS = 120_000;
const HOUSEHOLDS = 91;
const PEOPLE = 100;
const MAILED = 'ho3@example.com';
const CSV = readFileSync(new URL('../../tests/data/households_91.csv', import.meta.url), 'utf8').replace(/^\uFEFF/, '');

// What is wrong in the list, by line, and what somebody who has called the family writes there.
const BROKEN = [
  [8, { 'Điện thoại': '0912 345 677' }],
  [26, { 'Ngày sinh': '1950' }],
  [44, { 'Phường/Xã': '10532' }],
  [60, { 'Phường/Xã': '10888' }],
  [89, { 'Đi lại': 'ngồi xe lăn', 'Điện thoại': '0912 345 676' }],
];

let browser;

// The cells of a CSV whose quoted cells hold no line.
const cells = (line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');

// A zip whose parts are stored as they are.
function zip(parts) {
  const [files, entries] = [[], []];
  let at = 0;
  for (const [name, text] of parts) {
    const [title, data] = [Buffer.from(name), Buffer.from(text)];
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt32LE(crc32(data), 10);
    about.writeUInt32LE(data.length, 14);
    about.writeUInt32LE(data.length, 18);
    about.writeUInt16LE(title.length, 22);
    files.push(Buffer.from('PK\x03\x04', 'latin1'), about, title, data);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    entries.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), about, rest, title);
    at += 30 + title.length + data.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

// The rows as a workbook with one sheet of texts.
function xlsx(rows) {
  const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const letter = (at) => String.fromCharCode(65 + at);
  const cell = (text, at, row) => `<c r="${letter(at)}${row + 1}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
  const sheet = rows.map((row, number) => `<row r="${number + 1}">${row.map((text, at) => (text ? cell(text, at, number) : '')).join('')}</row>`);
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const related = (type, target) => `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/${type}" Target="${target}"/></Relationships>`;
  return zip([
    ['_rels/.rels', related('officeDocument', 'xl/workbook.xml')],
    ['xl/workbook.xml', `<workbook xmlns:r="${office}"><sheets><sheet name="Danh sách" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', related('worksheet', 'worksheets/sheet1.xml')],
    ['xl/worksheets/sheet1.xml', `<worksheet><sheetData>${sheet.join('')}</sheetData></worksheet>`],
  ]);
}

const SPREADSHEET = xlsx(CSV.split(/\r?\n/).filter(Boolean).map(cells));

class Lister {
  static async enters(server, scripts) {
    const one = new Lister();
    one.context = await enter(browser, { base: server.base, role: 'dispatcher', size: 'desk', scripts });
    one.page = await one.context.newPage();
    return one;
  }

  async lands(press) {
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), press()]);
    return new URL(this.page.url()).pathname;
  }

  // Chooses the file and has it read; gives the page of the list.
  async brings() {
    await this.page.goto('/imports/new');
    const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    await this.page.setInputFiles('#file', { name: 'danh-sach.xlsx', mimeType, buffer: SPREADSHEET });
    this.list = await this.lands(() => this.page.click('main button.primary'));
    assert.match(this.list, /^\/imports\/\d+$/);
  }

  // The sums above the rows, by their words.
  async sums() {
    await this.page.goto(this.list);
    const all = await this.page.locator('.sums a').allInnerTexts();
    return Object.fromEntries(all.map((text) => text.trim().match(/^(\d+)\s+([\s\S]+)$/)).map(([, count, words]) => [words.trim(), Number(count)]));
  }

  async mends(line, fields) {
    await this.page.goto(`${this.list}?show=refused`);
    await this.lands(() => this.page.click(`a[href$="/rows/${line}"]`));
    for (const [label, value] of Object.entries(fields)) {
      const field = this.page.getByLabel(label, { exact: true });
      const isChoice = await field.evaluate((one) => one.tagName === 'SELECT');
      await (isChoice ? field.selectOption(value) : field.fill(value));
    }
    assert.equal(await this.lands(() => this.page.click('main button.primary')), this.list, `line ${line} is right`);
  }

  async confirms(rows) {
    await this.page.goto(this.list);
    const button = this.page.locator('form[action$="/confirmation"] button');
    assert.equal(await button.innerText(), `Nhập ${rows} dòng`);
    await this.lands(() => button.click());
    await this.until(/: đã nhập$/);
  }

  async undoes() {
    await this.page.goto(this.list);
    await this.lands(() => this.page.click('form[action$="/undo"] button'));
    await this.until(/: đã rút lại$/);
  }

  // Looks again until the work on the list has ended.
  async until(title) {
    for (const end = Date.now() + WORK_MS; ;) {
      await this.page.goto(this.list);
      const said = await this.page.locator('h1').innerText();
      if (title.test(said)) return;
      assert.ok(Date.now() < end, `${said} is not ${title}`);
      await new Promise((done) => { setTimeout(done, 500); });
    }
  }
}

before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });

async function story(server, scripts, work) {
  const one = await Lister.enters(server, scripts);
  await one.brings();
  assert.equal((await one.sums())['hỏng, phải sửa'], BROKEN.length);
  const before = server.rows();
  for (const [line, fields] of BROKEN) await one.mends(line, fields);
  assert.equal((await one.sums())['hỏng, phải sửa'], undefined, 'nothing is refused any more');
  assert.equal(server.rows().cases, before.cases, 'nothing is filed before it is confirmed');
  await one.confirms(PEOPLE);
  assert.equal(server.rows().cases - before.cases, HOUSEHOLDS);
  assert.equal(server.rows().applicants - before.applicants, PEOPLE);
  assert.equal((await one.sums())['đã nhập'], PEOPLE);
  await work(one, before);
  await one.context.close();
}

describe('the list', () => {
  test('is undone and carried out again, with scripts', { timeout: STORY_MS }, async () => {
    // No mail leaves meanwhile: nobody knows of a case that is taken back.
    const server = await startServer({ settings: { LUUDONG__MAIL__POLL_SECS: '3600' } });
    try {
      await story(server, true, async (one, before) => {
        const told = server.mails().length;
        await one.undoes();
        assert.equal((await one.sums())['đã rút lại'], PEOPLE, 'nobody had touched any of it');
        await one.page.goto(one.list);
        await one.lands(() => one.page.click('form[action$="/columns"] button'));
        await one.confirms(PEOPLE);
        assert.equal(server.rows().cases - before.cases, 2 * HOUSEHOLDS, 'filed anew beside those that were withdrawn');
        assert.equal(server.mails().length, told, 'no family was told of what is not any more');
      });
    } finally {
      await server.stop();
    }
  });

  test('is undone but for whom a mail reached, without scripts', { timeout: STORY_MS }, async () => {
    const server = await startServer();
    try {
      await story(server, false, async (one) => {
        await server.mail(MAILED, /./);
        await one.undoes();
        const sums = await one.sums();
        assert.equal((sums['đã rút lại'] ?? 0) + sums['giữ lại'], PEOPLE);
        await one.page.goto(`${one.list}?show=look`);
        const kept = await one.page.locator('tr').filter({ hasText: 'Lương Hữu Long' }).innerText();
        assert.match(kept, /giữ lại[\s\S]*gia đình đã nhận thư báo/);
      });
    } finally {
      await server.stop();
    }
  });
});
