// Audits a page as it stands in the browser, in whatever state: axe, and our own checks of in_page.js. The same state
// is audited once, however many ways lead to it. Of states with the same shape (elements, attributes, where there is text,
// but not which), axe and the keyboard, which take nine tenths of the time, audit the first; the checks of words, fields,
// mistakes and widths audit all. LUUDONG_AUDIT_EVERY_STATE (scripts/soak) has everything audited everywhere.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const IN_PAGE = readFileSync(new URL('./in_page.js', import.meta.url), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// A window of 1280 px at 400 %.
const NARROW = { width: 320, height: 640 };
// On long pages of staff (a month of cases) a part of the way says enough.
const TABS_MAX = 60;
const EVERY_STATE = Boolean(process.env.LUUDONG_AUDIT_EVERY_STATE);
// A folder in which the tests of one run tell each other which shapes are audited.
const SHAPES = process.env.LUUDONG_AUDITED_SHAPES;

export class Auditor {
  #seen = new Set();
  #shapes = new Set();
  states = 0;
  shapes = 0;

  // What is wrong, one sentence each. `status` is the answer's; `family`: a page for families, which promises more;
  // `own`: who types asks for a card of their own.
  async audit(page, { status = 200, family = true, own = false, dark = family } = {}) {
    const state = await stateOf(page, status);
    if (this.#seen.has(state)) return [];
    this.#seen.add(state);
    this.states += 1;
    await page.evaluate(IN_PAGE);
    const faults = await page.evaluate(([refused, ours, typist]) => {
      const { luudong } = globalThis;
      const prefix = document.documentElement.lang === 'en' ? 'Error: ' : 'Lỗi: ';
      return [
        ...luudong.structure(), ...luudong.fields(ours, typist), ...luudong.targets(ours), ...luudong.colours(),
        ...(refused ? luudong.mistakes(prefix) : luudong.noMistakes()), ...luudong.tooWide('too wide'),
      ];
    }, [status === 422, family, own]);
    faults.push(...(await narrow(page)));
    const shape = await shapeOf(page, [status, dark]);
    if (this.#knows(shape)) return faults;
    this.shapes += 1;
    faults.push(...(await withScripts(page, async (one) => [...(await axe(one)), ...(dark ? await inTheDark(one) : [])])));
    faults.push(...(await keyboard(page)));
    if (status === 422) faults.push(...(await summaryLink(page)));
    this.#shapes.add(shape);
    if (SHAPES) writeFileSync(join(SHAPES, shape), '');
    return faults;
  }

  #knows(shape) {
    return !EVERY_STATE && (this.#shapes.has(shape) || (Boolean(SHAPES) && existsSync(join(SHAPES, shape))));
  }

  // Only whether the page fits its window and a narrow one.
  async width(page) {
    await page.evaluate(IN_PAGE);
    return [...(await page.evaluate(() => globalThis.luudong.tooWide('too wide'))), ...(await narrow(page))];
  }
}

// Two visits to the same state differ in codes, secrets and moments only.
async function stateOf(page, status) {
  const html = (await htmlOf(page))
    .replace(/\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/g, 'CODE')
    .replace(/[\w-]{22,}/g, 'SECRET')
    .replace(/\d+/g, '0');
  const { width } = page.viewportSize();
  return digest(`${status} ${width} ${html}`);
}

// Not page.content(): playwright brings a third of a megabyte of its own along for that, to each page anew.
const htmlOf = (page) => page.evaluate(() => document.documentElement.outerHTML);

// Which page it is to axe and the keyboard: the same with one name or another, with three rows or seven.
async function shapeOf(page, kind) {
  const { width } = page.viewportSize();
  return digest(`${kind} ${width} ${await page.evaluate(() => globalThis.luudong.shape())}`);
}

const digest = (text) => createHash('sha256').update(text).digest('hex');

// Contexts with scripts beside those without, for as long as these are open.
const copies = new WeakMap();

async function besides(context) {
  if (!copies.has(context)) {
    const beside = await context.browser().newContext();
    // All that ever comes here is for axe: the browser keeps it.
    await beside.addInitScript(AXE);
    context.once('close', () => beside.close().catch(() => {}));
    copies.set(context, await beside.newPage());
  }
  return copies.get(context);
}

// axe waits for timers, which stand still in a context without scripts. There it audits a copy: the page as it was built
// without its scripts, in a context of its own.
async function withScripts(page, work) {
  if (!(await page.evaluate(() => matchMedia('(scripting: none)').matches))) return work(page);
  const body = `<!DOCTYPE html>${await htmlOf(page)}`.replace(/<script\b.*?<\/script>/gs, '').replace(/<\/?noscript>/g, '');
  const copy = await besides(page.context());
  await copy.setViewportSize(page.viewportSize());
  const address = page.url().split('#')[0];
  const answer = (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body });
  await copy.route(address, answer);
  try {
    await copy.goto(address);
    return await work(copy);
  } finally {
    await copy.unroute(address, answer);
  }
}

// What axe says, one sentence a place.
export async function axe(page, only) {
  // Half a megabyte, which a page in the light and in the dark needs once, and a copy has already.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const runOnly = only ? { type: 'rule', values: only } : { type: 'tag', values: TAGS };
  const violations = await page.evaluate(async (wanted) => {
    const rules = wanted.type === 'tag' ? { 'target-size': { enabled: true } } : {};
    // A library's map is audited by what our page offers beside it.
    const context = { include: [['html']], exclude: [['.leaflet-container']] };
    const found = await globalThis.axe.run(context, { runOnly: wanted, rules, resultTypes: ['violations'] });
    return found.violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => node.html) }));
  }, runOnly);
  return violations.flatMap(({ id, help, nodes }) => nodes.map((html) => `axe ${id}: ${help}: ${html.slice(0, 140)}`));
}

async function inTheDark(page) {
  await page.emulateMedia({ colorScheme: 'dark' });
  const found = await axe(page, ['color-contrast', 'link-in-text-block']);
  await page.emulateMedia({ colorScheme: null });
  return found.map((fault) => `in the dark: ${fault}`);
}

async function narrow(page) {
  const before = page.viewportSize();
  await page.setViewportSize(NARROW);
  const faults = await page.evaluate(() => [...globalThis.luudong.tooWide('too wide'), ...globalThis.luudong.cutWords(), ...globalThis.luudong.spaced()]);
  await page.setViewportSize(before);
  return faults;
}

// Goes through the page by Tab: everything is reached, in reading order, and seen to be reached.
async function keyboard(page) {
  const faults = [];
  // From the top, also where the address leads into the middle of the page.
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  const needed = await page.evaluate(() => globalThis.luudong.still());
  const reached = new Set();
  let before = null;
  for (let presses = 0; presses < Math.min(needed.length + 3, TABS_MAX); presses += 1) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(() => globalThis.luudong.focused());
    if (!now || reached.has(now.at)) break;
    if (now.foreign) continue;
    reached.add(now.at);
    if (!now.shown) faults.push(`focus is not seen: ${now.html}`);
    if (now.hidden) faults.push(`focus is on what is not in sight: ${now.html}`);
    if (before && now.at < before.at) faults.push(`Tab goes back to ${now.html}`);
    const above = before && now.box.bottom <= before.box.top && now.box.left < before.box.right && before.box.left < now.box.right;
    if (above) faults.push(`Tab goes up to ${now.html}`);
    before = now;
  }
  if (needed.length < TABS_MAX - 3) {
    for (const at of needed.filter((one) => !reached.has(one))) {
      faults.push(`Tab does not reach ${await page.evaluate((one) => globalThis.luudong.stop(one), at)}`);
    }
  }
  return faults;
}

// A click on the first line of the summary puts the focus where the mistake is.
async function summaryLink(page) {
  const link = page.locator('.mistakes a[href^="#"]').first();
  if ((await link.count()) === 0) return [];
  await link.click();
  return page.evaluate(() => {
    const id = decodeURIComponent(location.hash.slice(1));
    return document.activeElement?.id === id ? [] : [`the summary's link does not put the focus on ${id}`];
  });
}
