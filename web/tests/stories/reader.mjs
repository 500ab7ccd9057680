// Somebody in front of a browser who goes by what stands on the page: the words of links, buttons, questions and
// answers. Counts what it costs: pages, answers, and how long the server took for them.
import assert from 'node:assert/strict';
import { Family } from '../family.mjs';

// What the wizard does not go on without; nineteen.test.mjs shows that it refuses nothing else.
export const REQUIRED = new Set([
  'who', 'name', 'birth', 'sex', 'card', 'need', 'mobility', 'desk', 'representative.name', 'representative.relation',
  'ward_search', 'address.ward_code', 'address.sub_area', 'address.line', 'contact.name', 'contact.phone', 'consents.visit',
]);

const ATTRIBUTE = 'data-meant';
// The page is there already; so is what stands on it, or it never will be.
const FIELD_MS = 15_000;

// A field's name without its person and its part of a date.
export const plain = (name) => name.replace(/^applicants\.\d+\./, '').replace(/\.(day|month|year)$/, '');

export class Reader extends Family {
  static async of(browser, base, device) {
    const reader = new Reader();
    await reader.enters(browser, base, device, { audit: async () => [] });
    Object.assign(reader, { pages: 0, server_ms: 0, given: new Set() });
    reader.counts();
    return reader;
  }

  // A redirect costs time and is no page. What somebody does once their request is received is not what filing costs.
  counts() {
    this.page.on('response', (response) => {
      const request = response.request();
      if (this.is_received || !request.isNavigationRequest() || response.frame() !== this.page.mainFrame()) return;
      const { requestStart, responseStart } = request.timing();
      this.server_ms += Math.max(0, responseStart - requestStart);
      if (response.status() >= 300 && response.status() < 400) return;
      this.pages += 1;
      this.is_received = this.given.size > 0 && new URL(response.url()).pathname.startsWith('/apply/received/');
    });
  }

  get cost() {
    const required = [...this.given].filter((name) => REQUIRED.has(plain(name)));
    return { pages: this.pages, required: required.length, answers: this.given.size, server_ms: Math.round(this.server_ms) };
  }

  async reads(...wanted) {
    const text = (await this.text).replace(/\s+/g, ' ');
    for (const one of wanted) {
      if (one instanceof RegExp) assert.match(text, one);
      else assert.ok(text.includes(one), `«${one}» is not in «${text}»`);
    }
  }

  async asks(question) {
    assert.match((await this.page.locator('main h1').first().innerText()).trim(), question);
  }

  // The link with these words, wherever on the page it stands.
  async goesTo(words) {
    await this.lands(this.page.getByRole('link', { name: words }).first());
  }

  async presses(words = 'Tiếp tục') {
    await this.lands(this.page.locator('main').getByRole('button', { name: words, exact: true }));
  }

  async lands(target) {
    const landed = this.page.waitForNavigation({ waitUntil: 'load' });
    const [response] = await Promise.all([landed, this.press(target)]);
    await this.arrived(response, response.status() === 422 ? 422 : 200);
  }

  // Chooses or ticks these words below a question.
  async picks(question, words) {
    const group = this.page.getByRole('group', { name: question });
    await this.takes(group.getByLabel(words, { exact: true }), true);
  }

  async ticks(words) {
    await this.takes(this.page.locator('main').getByLabel(words), true);
  }

  // Writes into the field with this label, or chooses these words in its list.
  async writes(label, value) {
    await this.takes(this.page.locator('main').getByLabel(label, { exact: true }), value);
  }

  // Day, month and year; what is not known stays empty.
  async dates(question, date, parts = ['Ngày', 'Tháng', 'Năm']) {
    const group = this.page.getByRole('group', { name: question });
    const known = date.split('/');
    const offset = parts.length - known.length;
    for (const [at, value] of known.entries()) await this.takes(group.getByLabel(parts[at + offset], { exact: true }), value);
  }

  async takes(field, value) {
    const { name, kind, code } = await field.evaluate((one) => ({ name: one.name, kind: one.tagName === 'SELECT' ? 'select' : one.type, code: one.value }), null, { timeout: FIELD_MS });
    if (!this.is_received) this.given.add(name.replace(/\.(day|month|year)$/, ''));
    if (this.device.keys) return this.takesByKeys(field, name, kind, kind === 'select' ? await this.codeOf(field, value) : value, code);
    if (kind === 'radio' || kind === 'checkbox') return field.check();
    return kind === 'select' ? field.selectOption({ label: value }) : field.fill(value);
  }

  codeOf(select, words) {
    return select.locator('option').filter({ hasText: words }).first().getAttribute('value');
  }

  async takesByKeys(field, name, kind, value, code) {
    if (kind === 'checkbox') {
      await field.evaluate((one, attribute) => {
        document.querySelectorAll(`[${attribute}]`).forEach((other) => { other.removeAttribute(attribute); });
        one.setAttribute(attribute, '');
      }, ATTRIBUTE);
      await this.tabTo(`[${ATTRIBUTE}]`);
      return this.page.keyboard.press('Space');
    }
    return this.fillByKeys(name, kind, kind === 'radio' ? code : value);
  }
}
