// Sends every form of a page empty and with nonsense, and audits what comes back: 422 with a page that says what is
// wrong and keeps what was typed.
import { inside, send } from './visitor.mjs';

// SQL, markup, emoji and a quotation mark; as long as nobody's name.
export const NONSENSE = `'; DROP TABLE cases; -- <b class="nonsense">x</b> 🙂 "`;
const TOO_LONG = 'ỹ'.repeat(3000);

const FILLED = 'input:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea';

// `back` leads to the page before each attempt. Gives what is wrong, and how often a form was refused.
export async function refusals(page, auditor, back, { values = ['', NONSENSE, TOO_LONG], family = true, own = false } = {}) {
  const faults = [];
  let refused = 0;
  const forms = await askingForms(page);
  for (const { at, filled } of forms) {
    for (const [attempt, value] of values.entries()) {
      if (value && !filled) continue;
      await back();
      const form = await spoil(page, at, value);
      if (!form) break;
      // A person's click the first time; it takes the browser longer than all the rest.
      const response = await (attempt === 0 ? send(page, page.locator('main form').nth(at)) : submit(page, at));
      const what = `${new URL(response.url()).pathname} with «${value.slice(0, 24)}»`;
      if (response.status() >= 500) faults.push(`${what}: ${response.status()}`);
      if (await page.evaluate(() => document.querySelector('b.nonsense') !== null)) faults.push(`${what}: what was typed became part of the page`);
      if (response.status() !== 422) continue;
      refused += 1;
      faults.push(...(await inside(response)).map((fault) => `${what}: ${fault}`));
      if (!form.password) faults.push(...(await kept(page, value)).map((fault) => `${what}: ${fault}`));
      // What is too long makes no new state, only a longer one: it must not break the width.
      const found = value === TOO_LONG ? await auditor.width(page) : await auditor.audit(page, { status: 422, family, own });
      faults.push(...found.map((fault) => `${what}: ${fault}`));
    }
  }
  return { faults, refused };
}

// As `send` does, by the button itself.
async function submit(page, at) {
  const sent = page.waitForNavigation({ waitUntil: 'load' });
  const [response] = await Promise.all([sent, page.evaluate((number) => {
    const form = document.querySelectorAll('main form')[number];
    form.noValidate = true;
    const others = [...form.querySelectorAll('button:not([formaction]), input[type=submit]')];
    (form.querySelector('button[value=next], button[value=send], button[value=end]') ?? others.at(-1)).click();
  }, at)]);
  return response;
}

// Forms that ask something, and whether it is filled in or chosen; others are buttons that act. (Evaluated, not located:
// what playwright needs to locate something weighs a third of a megabyte for each page.)
function askingForms(page) {
  return page.evaluate((fields) => [...document.querySelectorAll('main form')].map((form, at) => {
    const asks = [...form.elements].some((one) => !['hidden', 'submit', 'button', 'fieldset'].includes(one.type));
    return { at, asks: asks && form.method === 'post', filled: form.querySelector(fields) !== null };
  }).filter(({ asks }) => asks), FILLED);
}

// Every field without its value, or with nonsense. Choices are taken away: nobody is obliged to have made one. Gives
// nothing when there is no such form, else whether it asks for a password.
function spoil(page, at, value) {
  return page.evaluate(([number, text]) => {
    const form = document.querySelectorAll('main form')[number];
    if (!form) return null;
    for (const field of form.elements) {
      if (['radio', 'checkbox'].includes(field.type)) field.checked = false;
      else if (field.tagName === 'SELECT') field.value = '';
      else if (field.tagName === 'TEXTAREA' || (field.tagName === 'INPUT' && field.type !== 'hidden')) {
        // A browser clears what does not look like its kind (numbers); the server must not rely on that.
        if (text && ['number', 'email', 'tel', 'date'].includes(field.type)) field.type = 'text';
        field.value = text;
      }
    }
    return { password: form.querySelector('[type=password]') !== null };
  }, [at, value]);
}

async function kept(page, value) {
  if (!value) return [];
  const typed = await page.evaluate(() => [...document.querySelectorAll('input[type=text], input[type=tel], input[type=email], textarea')].filter((one) => one.closest('main form')).map((one) => one.value));
  const short = value.normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, 20);
  return typed.some((one) => one.replace(/\s+/g, ' ').trim().startsWith(short)) ? [] : ['what was typed is gone'];
}
