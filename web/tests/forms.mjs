// Every form of staff and families in a real Chromium, twice: in an office where answers arrive, and in the same office
// on a way that loses the answer to each form once. Chromium sends it again by itself; afterwards both offices have the
// same rows, and everybody stands on the same page. A form of src/urls.rs that is not sent again here fails.
//
//   node web/tests/forms.mjs PATH/TO/luudong
import { readFileSync } from 'node:fs';
import { DAY, MONDAY_FORMS, LAST, fill } from './stories/every_form.mjs';
import { prepareServer, startServer } from './server.mjs';
import { Tally } from './tally.mjs';
import { SIZES, inTime, openBrowser } from './visitor.mjs';

const FORM_MS = 30_000;
const DAY_OF_VISITS = '2026-11-28T08:30:00';

const binary = process.argv[2] ?? 'target/debug/luudong';
const tally = new Tally();
const world = prepareServer(binary);
let browser;

// Codes, secrets and drafts are drawn: in each office they are others.
const plain = (path) => path.split('/').map((part) => (/^[\w-]{22,}$|^[2-9A-Z]{4}-[2-9A-Z]{4}$/.test(part) ? '…' : part)).join('/');

// A person with a browser of their own.
class Person {
  constructor(context, base) {
    Object.assign(this, { context, base });
  }

  // Opens a page and sends the form on it whose address matches, by the button with this value; gives where that leads.
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
  const pressed = (form) => [...form.querySelectorAll('button')].find((one) => button === null || one.value === button);
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
      else field.value = value;
    }
  }
  form.requestSubmit(button === null ? undefined : pressed(form));
}

// Sends every form in an office; gives what came of each.
async function run(lossy) {
  const server = await startServer(binary, { demo: false, from: world.folder, lossy });
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

function everyFormIsRepeated(repeated) {
  const source = readFileSync(new URL('../../src/urls.rs', import.meta.url), 'utf8');
  const patterns = [...source.matchAll(/\("POST", "(\/(?!api\/)[^"]*)"/g)].map((found) => found[1]);
  for (const pattern of patterns) {
    const like = new RegExp(`^${pattern.replace(/\{[^}]+\}/g, '[^/]+')}$`);
    tally.add(`${pattern} is sent again by the browser itself`, repeated.some((path) => like.test(path)) ? [] : ['no answer to it was lost here']);
  }
}

await tally.closing(async () => {
  browser = await openBrowser();
  await fill(world);
  const once = await run(false);
  const again = await run(true);
  for (const [name, came] of once.came) {
    const other = again.came.get(name);
    console.log(`${name}: ${came}`);
    const broken = /^\d{3} /.test(came) ? [] : [came];
    tally.add(`${name} ends the same`, other === came ? broken : [`«${came}» once, «${other}» when its answer is lost`]);
  }
  for (const [table, rows] of Object.entries(once.rows)) {
    tally.add(`as many ${table}`, again.rows[table] === rows ? [] : [`${rows} once, ${again.rows[table]} when answers are lost`]);
  }
  tally.add('what is lost is sent again', again.gone);
  everyFormIsRepeated(again.repeated);
}, () => world.stop());
