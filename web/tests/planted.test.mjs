// Shows the auditor that it can find what it looks for: a page with nothing wrong, then the same page with one fault at a
// time. A fault that is not found fails. The auditor has seen the good page before: what it knows must not hide a fault.
// LUUDONG_SHOW shows what else it says of each.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Auditor } from './audit.mjs';
import { noFaults } from './faults.mjs';
import { SIZES, inTime, inside, openBrowser, watch } from './visitor.mjs';

const STYLE = ['tokens', 'staff'].map((name) => readFileSync(new URL(`../../assets/${name}.css`, import.meta.url), 'utf8')).join('');
const POLICY = "default-src 'self'";

const GOOD = `<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lỗi: Gọi ai? – Lưu Động</title><link rel="stylesheet" href="/style.css"></head><body>
<a class="skip" href="#content">Đến nội dung chính</a><header class="bar"><a class="brand" href="/">Lưu Động</a></header>
<main id="content" tabindex="-1" class="page public text"><h1>Gọi ai?</h1>
<div class="mistakes" role="alert" aria-labelledby="mistakes-title"><h2 id="mistakes-title">Có chỗ cần sửa</h2><ul><li><a href="#contact.phone">Số điện thoại còn thiếu.</a></li></ul></div>
<p>Số này để <a href="/why">cán bộ gọi</a> trước khi đến.</p>
<form method="post"><div class="field wrong"><label for="contact.phone">Số điện thoại</label><p class="hint" id="contact.phone-hint">Ví dụ 0912 345 678</p>
<p class="mistake" id="contact.phone-mistake">Số điện thoại còn thiếu.</p>
<input id="contact.phone" name="contact.phone" type="tel" autocomplete="tel" aria-invalid="true" aria-describedby="contact.phone-mistake contact.phone-hint"></div>
<fieldset class="field"><legend>Ai trả lời?</legend><label class="option"><input type="radio" name="who" value="a"> Gia đình</label><label class="option"><input type="radio" name="who" value="b"> Hàng xóm</label></fieldset>
<button>Tiếp tục</button></form></main><footer><p>Cán bộ không thu tiền qua điện thoại.</p></footer></body></html>`;

// What is broken, how, and what the auditor must say about it.
const PLANTED = [
  ['no language', [' lang="vi"', ''], /^lang «»/],
  ['two h1', ['</main>', '<h1>Hai</h1></main>'], /^2 h1/],
  ['a level of heading left out', ['<form', '<h4>Bốn</h4><form'], /^heading order: h4/],
  ['an id twice', ['</main>', '<p id="content">x</p></main>'], /^id twice: content/],
  ['a reference to nowhere', [' contact.phone-hint"', ' hint"'], /^aria-describedby leads nowhere/],
  ['a field without label', ['<label for="contact.phone">Số điện thoại</label>', '<p>Số điện thoại</p>'], /^no label/],
  ['a choice without its question', ['<legend>Ai trả lời?</legend>', ''], /^choice without its question/],
  ['a wrong purpose', ['autocomplete="tel"', 'autocomplete="off"'], /^autocomplete «off», not «tel»/],
  ['the typist\'s name offered for somebody else', ['<button>', '<label>Tên cụ <input name="applicants.0.name" autocomplete="name"></label><button>'], /^autocomplete «name» for others/],
  ['one\'s own name not offered', ['<button>', '<label>Tên <input name="applicants.0.name" autocomplete="off"></label><button>'], /^autocomplete «off», not «name»/, { own: true }],
  ['a purpose not said', [' autocomplete="tel"', ''], /^autocomplete is not said/],
  ['a small target', ['<form', '<a class="tiny" href="/x">x</a><form'], /^target of \d+×\d+ px, least 24/],
  ['a low button', ['<button>', '<button class="low">'], /^button of \d+ px, wanted 44/],
  ['a link told by colour alone', ['href="/why"', 'class="plain" href="/why"'], /^a link told by colour alone/],
  ['a mark without words', ['<form', '<p class="notice good"></p><form'], /^a mark without words/],
  ['a title without Lỗi', ['<title>Lỗi: ', '<title>'], /^title «Gọi ai\?/],
  ['no summary', [/<div class="mistakes".*?<\/div>/s, ''], /^no summary/],
  ['a summary that leads to a wrapper', [/<div class="field wrong">/, '<div class="field wrong" id="wrap">', 'href="#contact.phone"', 'href="#wrap"'], /takes no focus/],
  ['a mistake not marked at its field', [' aria-invalid="true"', ''], /^no aria-invalid/],
  ['a mistake not described', ['contact.phone-mistake contact.phone-hint"', 'contact.phone-hint"'], /^its mistake is not its description/],
  ['a mistake that the summary leaves out', ['<button>', '<label>Tuổi <input name="age" autocomplete="off" aria-invalid="true"></label><button>'], /^the summary does not lead to/],
  ['too wide for a phone', ['<form', '<div class="wide">x</div><form'], /^too wide/],
  ['an amount cut by its line', ['<form', '<p class="thin">35.000</p><form'], /^a line cuts «35\.000»/],
  ['text cut by wider spacing', ['<form', '<p class="cut">Một câu vừa đủ chỗ khi chữ sát nhau</p><form'], /^wider spacing cuts text/],
  ['focus that is not seen', ['<button>', '<button class="blind">'], /^focus is not seen/],
  ['an order of its own', ['name="contact.phone"', 'tabindex="5" name="contact.phone"'], /^tabindex changes the order/],
  ['a link that leaves the order of reading', ['<form', '<div class="upside"><a href="/1">Đọc sau</a><a href="/2">Đọc trước</a></div><form'], /^Tab goes up/],
  ['weak contrast', ['<form', '<p class="pale">Khó đọc</p><form'], /^axe color-contrast/],
  ['weak contrast in the dark', ['<form', '<p class="night">Khó đọc ban đêm</p><form'], /^in the dark: axe color-contrast/],
  ['a style inside the page', ['<form', '<p style="color:red">Đỏ</p><form'], /^inside the page/],
  ['a script inside the page', ['</main>', '<script>document.title = 1</script></main>'], /^inside the page/],
  ['another host', ['</main>', '<img alt="" src="http://elsewhere.invalid/x.png"></main>'], /^asks elsewhere.invalid/],
  ['a file that is missing', ['</main>', '<img alt="" src="/missing.png"></main>'], /^404 for/],
];

const CLASSES = `.tiny { display: block; width: 9px; height: 9px; min-height: 0; overflow: hidden } .low { padding: 0; min-height: 26px; line-height: 1 }
.plain { text-decoration: none } .wide { width: 900px } .cut { width: 18rem; height: 1.6em; overflow: hidden } .thin { width: 2.5rem } .blind:focus-visible { outline: none; box-shadow: none }
.upside { display: flex; flex-direction: column-reverse; align-items: flex-start } .upside a { display: block; padding: .5rem }
.pale { color: #aaa } .night { color: #14181f; background: transparent } @media (prefers-color-scheme: light) { .night { color: #000 } }`;

// The good page is at /, the broken ones at /0, /1, ….
const server = createServer((request, response) => {
  if (request.url === '/missing.png') return response.writeHead(404).end();
  if (request.url === '/style.css') return response.writeHead(200, { 'content-type': 'text/css' }).end(STYLE + CLASSES);
  const planted = PLANTED[request.url.slice(1)];
  const html = planted ? plant(planted[1]) : GOOD;
  return response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': POLICY }).end(html);
});
let base;
let browser;

function plant([...pairs]) {
  let broken = GOOD;
  while (pairs.length > 0) broken = broken.replace(pairs.shift(), pairs.shift());
  if (broken === GOOD) throw new Error('nothing was planted');
  return broken;
}

before(async () => {
  await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
  base = `http://127.0.0.1:${server.address().port}`;
  browser = await openBrowser();
});
after(async () => {
  await inTime(browser.close()).catch(() => {});
  server.close();
});

// Scripts on and off in turns: the auditor must see in both. Each on a page of its own, side by side.
function planted(scripts) {
  const auditor = new Auditor();
  let page;
  let noticed;
  const found = async (path, who) => {
    const response = await page.goto(base + path);
    const faults = [...(await inside(response)), ...(await auditor.audit(page, { status: 422, ...who }))];
    return [...noticed.splice(0), ...faults];
  };
  before(async () => {
    page = await browser.newPage({ viewport: SIZES.phone, javaScriptEnabled: scripts });
    noticed = watch(page, base);
  });
  test('nothing wrong', async () => noFaults(await inTime(found('/'))));
  for (const [at, [name, , wanted, who]] of PLANTED.entries()) {
    if (scripts !== (at % 2 === 0)) continue;
    test(name, async (t) => {
      const faults = await inTime(found(`/${at}`, who));
      if (process.env.LUUDONG_SHOW) t.diagnostic(faults.join(' | '));
      noFaults(faults.some((fault) => wanted.test(fault)) ? [] : [`not found; found: ${faults.join(' | ') || 'nothing'}`]);
    });
  }
}

describe('what is wrong is found', { concurrency: 2 }, () => {
  describe('with scripts', { concurrency: 1 }, () => planted(true));
  describe('without scripts', { concurrency: 1 }, () => planted(false));
});
