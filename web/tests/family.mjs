// A family in front of a browser: opens pages, answers questions, and has every page audited on the way.
import { refusals } from './refuse.mjs';
import { enter, inside, send, watch } from './visitor.mjs';

const KEYS_MAX = 120;

export class Family {
  // `device`: { size, scripts, keys }; with `keys` everything is done by keyboard.
  static async of(browser, base, device, auditor) {
    const family = new Family();
    await family.enters(browser, base, device, auditor);
    return family;
  }

  async enters(browser, base, device, auditor) {
    const context = await enter(browser, { base, ...device });
    Object.assign(this, { base, device, auditor, context, page: await context.newPage(), faults: [], refused: 0 });
    this.noticed = watch(this.page, base);
  }

  get path() {
    return new URL(this.page.url()).pathname;
  }

  get text() {
    return this.page.locator('main').innerText();
  }

  // The server has been restarted and listens elsewhere; so a new tab.
  async moved(base) {
    this.base = base;
    this.faults.push(...this.noticed);
    this.page = await this.context.newPage();
    this.noticed = watch(this.page, base);
  }

  // Opens an address and audits what is there.
  async open(path) {
    return this.arrived(await this.page.goto(this.base + path));
  }

  // Follows a link whose address or words match.
  async follow(link) {
    const wanted = typeof link === 'string' ? this.page.locator(`main a[href*="${link}"]`) : this.page.locator('main a').filter({ hasText: link });
    const [response] = await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), this.press(wanted.first())]);
    return this.arrived(response);
  }

  async arrived(response, status = 200) {
    const { page } = this;
    if (response && response.status() !== status) {
      const said = (await page.locator('main').innerText()).replace(/\s+/g, ' ').slice(0, 300);
      throw new Error(`${this.path}: status ${response.status()}, not ${status}: ${said}`);
    }
    if (response) this.blame(await inside(response));
    this.blame(await this.auditor.audit(page, { status, own: this.own }));
    return response;
  }

  blame(faults) {
    this.faults.push(...faults.map((fault) => `${this.path.replace(/[\w-]{22,}/g, '…')}: ${fault}`));
  }

  // Fills fields by their names: a value, or true for a box to tick.
  async fill(answers) {
    if (answers.who) this.own = answers.who === 'self';
    for (const [name, value] of Object.entries(answers)) {
      const field = this.page.locator(`main [name="${name}"]:not([type=hidden])`);
      const kind = await field.first().evaluate((one) => (one.tagName === 'SELECT' ? 'select' : one.type));
      if (this.device.keys) await this.fillByKeys(name, kind, value);
      else if (kind === 'radio') await this.page.locator(`main [name="${name}"]:not([type=hidden])[value="${value}"]`).check();
      else if (kind === 'checkbox') for (const one of [value].flat()) await (one === true ? field : this.page.locator(`main [name="${name}"]:not([type=hidden])[value="${one}"]`)).check();
      else if (kind === 'select') await field.selectOption(value);
      else await field.fill(value);
    }
  }

  async fillByKeys(name, kind, value) {
    const one = kind === 'checkbox' && value !== true ? `[name="${name}"][value="${value}"]` : `[name="${name}"]:not([type=hidden])`;
    await this.tabTo(one);
    const { keyboard } = this.page;
    if (kind === 'checkbox') return keyboard.press('Space');
    if (kind !== 'radio' && kind !== 'select') {
      await keyboard.press('Control+A');
      await keyboard.press('Delete');
      return keyboard.type(value);
    }
    if (kind === 'radio') await keyboard.press('Space');
    for (let presses = 0; presses < KEYS_MAX; presses += 1) {
      const now = await this.page.evaluate(() => document.activeElement.value);
      if (now === value) return undefined;
      await keyboard.press('ArrowDown');
    }
    throw new Error(`the arrow keys do not reach ${value} of ${name}`);
  }

  async tabTo(selector) {
    for (let presses = 0; presses < KEYS_MAX; presses += 1) {
      if (await this.page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${selector} on ${this.path}`);
  }

  // Presses a link or a button.
  async press(target) {
    if (!this.device.keys) return target.click();
    await this.page.evaluate(() => document.querySelectorAll('[data-wanted]').forEach((one) => { one.removeAttribute('data-wanted'); }));
    await target.evaluate((one) => one.setAttribute('data-wanted', ''));
    await this.tabTo('[data-wanted]');
    return this.page.keyboard.press('Enter');
  }

  // Fills and goes on; the page after it is audited.
  async answer(answers = {}, button = null, status = 200) {
    await this.fill(answers);
    const before = this.path;
    let response;
    if (button || this.device.keys) {
      const onward = this.page.locator('main button[value=next], main button[value=send], main button[value=end]');
      const usual = (await onward.count()) > 0 ? onward.first() : this.page.locator('main form button').first();
      const target = button ? this.page.locator(button).first() : usual;
      [response] = await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), this.press(target)]);
    } else {
      response = await send(this.page);
    }
    await this.arrived(response, status);
    return before;
  }

  // Answers the questions of the wizard until none of the answers fits the page that is open. Answers are by question
  // (`birth-1`); a question that is left out is passed without an answer.
  async answers(all, last = 'check') {
    for (let steps = 0; steps < 80; steps += 1) {
      const question = this.path.split('/').pop();
      if (question === last) return;
      const before = this.path;
      const given = all[question] ?? {};
      await (typeof given === 'function' ? given(this) : this.answer(given));
      if (this.path === before && !this.page.url().includes('#')) {
        const said = await this.page.locator('main').innerText();
        throw new Error(`${question} does not go on: ${said.replace(/\s+/g, ' ').slice(0, 300)}`);
      }
    }
    throw new Error(`no end of questions at ${this.path}`);
  }

  // The form of this page, empty and with nonsense: refused with a good page.
  async refuses(values = ['']) {
    const address = this.page.url();
    const { faults, refused } = await refusals(this.page, this.auditor, () => this.page.goto(address), { values, own: this.own });
    this.faults.push(...faults);
    this.refused += refused;
    if (refused === 0) throw new Error(`${this.path} refuses nothing`);
    await this.page.goto(address);
  }

  // Where a case that was just filed is followed.
  async filed() {
    const link = await this.page.locator('main a[href*="/follow/"]').first().getAttribute('href');
    const [, code, secret] = new URL(link, this.base).pathname.match(/\/follow\/([^/]+)\/([^/]+)/);
    return { code, secret, link: `/follow/${code}/${secret}` };
  }

  async leave() {
    this.faults.push(...this.noticed);
    await this.context.close();
  }
}
