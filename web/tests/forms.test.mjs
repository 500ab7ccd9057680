// Every form of staff and families in a real Chromium, twice: in an office where answers arrive, and in the same office
// on a way that loses the answer to each form once. Chromium sends it again by itself; afterwards both offices have the
// same rows, and everybody stands on the same page. A form of src/urls/pages.rs that is not sent again here fails.
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { noFaults } from './faults.mjs';
import { DAY, MONDAY_FORMS, LAST, fill } from './stories/every_form.mjs';
import { prepareServer, startServer } from './server.mjs';
import { SIZES, inTime, openBrowser } from './visitor.mjs';

const FORM_MS = 30_000;
const DAY_OF_VISITS = '2026-11-28T08:30:00';

const world = prepareServer();
let browser;
let once;
let again;

// Codes, secrets, numbers of complaints and drafts are drawn: in each office they are others.
const plain = (path) => path.split('/').map((part) => (/^[\w-]{22,}$|^[2-9A-Z]{4}-[2-9A-Z]{4}$|^[A-Z]{2}-\d{4}-\d{4}$/.test(part) ? '…' : part)).join('/');

// A person with a browser of their own.
class Person {
  constructor(context, base) {
    Object.assign(this, { context, base });
  }

  // Opens a page and sends the form on it whose address matches, by the button with this value (or the first that has
  // one); gives where that leads.
  // Without such a form one is made there, with the token of another.
  async sends(at, action, fields = {}, { button = null, made = false } = {}) {
    this.page ??= await this.context.newPage();
    await this.page.goto(this.base + at);
    const sent = this.page.waitForNavigation({ waitUntil: 'load' });
    const [response] = await Promise.all([sent, this.page.evaluate(submit, { action: action.source ?? action, fields, button, made })]);
    return `${response.status()} ${plain(new URL(this.page.url()).pathname)}`;
  }

  get path() {
    return new URL(this.page.url()).pathname;
  }
}

// Runs in the page: types, ticks and chooses as a person would, and presses the button.
function submit({ action, fields, button, made }) {
  const posted = [...document.querySelectorAll('form[method=post]')];
  const pressed = (form) => [...form.querySelectorAll('button')].find((one) => button === null || one.value === button || (button === 'first' && one.value));
  let form = posted.find((one) => new RegExp(`^${action}$`).test(new URL(one.action).pathname) && pressed(one));
  if (made) {
    form = document.createElement('form');
    Object.assign(form, { method: 'post', action });
    const token = document.querySelector('[name=form_token]').cloneNode();
    token.value = `made-${token.value}`;
    form.append(token);
    for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement('input'), { name, value }));
    form.append(document.createElement('button'));
    document.querySelector('main').append(form);
  }
  if (!form) throw new Error(`no form ${action} on ${location.pathname}`);
  form.noValidate = true;
  for (const [name, value] of Object.entries(made ? {} : fields)) {
    const named = [...form.querySelectorAll(`[name="${name}"]`)];
    if (named.length === 0) throw new Error(`no field ${name} in ${action}`);
    for (const field of named) {
      if (field.type === 'radio' || field.type === 'checkbox') field.checked = value === true || field.value === value || (value === 'first' && field === named[0]);
      else if (field.tagName === 'SELECT' && value === 'first') field.value = [...field.options].find((one) => one.value).value;
      else if (field.type === 'file') {
        const chosen = new DataTransfer();
        chosen.items.add(new File([value], 'danh-sach.csv', { type: 'text/csv' }));
        field.files = chosen.files;
      } else field.value = value;
    }
  }
  form.requestSubmit(button === null ? undefined : pressed(form));
}

// Sends every form in an office; gives what came of each.
async function run(lossy) {
  const server = await startServer({ demo: false, from: world.folder, lossy });
  const came = new Map();
  const people = new Map();
  const office = { server, cases: world.cases, person: async (login) => {
    if (!people.has(login)) {
      const context = await browser.newContext({ viewport: SIZES.desk, locale: 'vi-VN' });
      people.set(login, new Person(context, server.base));
      if (login !== 'public') await people.get(login).sends('/sign-in', '/sign-in', { login, password: world.password });
    }
    return people.get(login);
  } };
  const send = async (forms) => {
    for (const [pattern, login, sends] of forms) {
      const name = `${pattern} ${came.size}`;
      came.set(name, await inTime(office.person(login).then((one) => sends(one, office)), FORM_MS).catch((error) => `${error.message.split('\n')[0]}`));
    }
  };
  await send(MONDAY_FORMS);
  await server.restart(DAY_OF_VISITS);
  for (const one of people.values()) await one.context.close();
  people.clear();
  await send([...DAY, ...LAST]);
  for (const one of people.values()) await one.context.close();
  const rows = server.rows();
  const { repeated = [], gone = [] } = server.way ?? {};
  await server.stop();
  return { came, rows, repeated, gone };
}

before(async () => {
  browser = await openBrowser();
  await fill(world);
  [once, again] = await Promise.all([run(false), run(true)]);
});
after(async () => {
  await inTime(browser.close()).catch(() => {});
  await world.stop();
});

for (const [at, [pattern]] of [...MONDAY_FORMS, ...DAY, ...LAST].entries()) {
  const name = `${pattern} ${at}`;
  test(`${name} ends the same`, (t) => {
    const [came, other] = [once.came.get(name), again.came.get(name)];
    t.diagnostic(came);
    const broken = /^\d{3} /.test(came) ? [] : [came];
    noFaults(other === came ? broken : [`«${came}» once, «${other}» when its answer is lost`]);
  });
}

test('as many rows in every table', async (t) => {
  for (const [table, rows] of Object.entries(once.rows)) {
    await t.test(`as many ${table}`, () => noFaults(again.rows[table] === rows ? [] : [`${rows} once, ${again.rows[table]} when answers are lost`]));
  }
});

test('what is lost is sent again', () => noFaults(again.gone));

const SOURCE = readFileSync(new URL('../../src/urls/pages.rs', import.meta.url), 'utf8');
for (const [, pattern] of SOURCE.matchAll(/\("POST", "(\/(?!api\/)[^"]*)"/g)) {
  const like = new RegExp(`^${pattern.replace(/\{[^}]+\}/g, '[^/]+')}$`);
  test(`${pattern} is sent again by the browser itself`, () => noFaults(again.repeated.some((path) => like.test(path)) ? [] : ['no answer to it was lost here']));
}
