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
    for (const value of values) {
      if (value && !filled) continue;
      await back();
      const form = page.locator('main form').nth(at);
      if ((await form.count()) === 0) break;
      const password = (await form.locator('[type=password]').count()) > 0;
      await spoil(form, value);
      const response = await send(page, form);
      const what = `${new URL(response.url()).pathname} with «${value.slice(0, 24)}»`;
      if (response.status() >= 500) faults.push(`${what}: ${response.status()}`);
      if (await page.locator('b.nonsense').count()) faults.push(`${what}: what was typed became part of the page`);
      if (response.status() !== 422) continue;
      refused += 1;
      faults.push(...(await inside(response)).map((fault) => `${what}: ${fault}`));
      if (!password) faults.push(...(await kept(page, value)).map((fault) => `${what}: ${fault}`));
      // What is too long makes no new state, only a longer one: it must not break the width.
      const found = value === TOO_LONG ? await auditor.width(page) : await auditor.audit(page, { status: 422, family, own });
      faults.push(...found.map((fault) => `${what}: ${fault}`));
    }
  }
  return { faults, refused };
}

// Forms that ask something, and whether it is filled in or chosen; others are buttons that act.
function askingForms(page) {
  return page.$$eval('main form', (forms, fields) => forms.map((form, at) => {
    const asks = [...form.elements].some((one) => !['hidden', 'submit', 'button', 'fieldset'].includes(one.type));
    return { at, asks: asks && form.method === 'post', filled: form.querySelector(fields) !== null };
  }).filter(({ asks }) => asks), FILLED);
}

// Every field without its value, or with nonsense. Choices are taken away: nobody is obliged to have made one.
async function spoil(form, value) {
  await form.evaluate((one, text) => {
    for (const field of one.elements) {
      if (['radio', 'checkbox'].includes(field.type)) field.checked = false;
      else if (field.tagName === 'SELECT') field.value = '';
      else if (field.tagName === 'TEXTAREA' || (field.tagName === 'INPUT' && field.type !== 'hidden')) {
        // A browser clears what does not look like its kind (numbers); the server must not rely on that.
        if (text && ['number', 'email', 'tel', 'date'].includes(field.type)) field.type = 'text';
        field.value = text;
      }
    }
  }, value);
}

async function kept(page, value) {
  if (!value) return [];
  const typed = await page.$$eval(`main form ${'input[type=text], input[type=tel], input[type=email], textarea'}`, (all) => all.map((one) => one.value));
  const short = value.normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, 20);
  return typed.some((one) => one.replace(/\s+/g, ' ').trim().startsWith(short)) ? [] : ['what was typed is gone'];
}
