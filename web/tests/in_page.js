// Runs inside the page, put there by audit.mjs: what a machine can see of a page's promises to people who read it with
// their ears, their keyboard, or one finger. Each check gives sentences; no sentence is good.
(() => {
  const FIELDS = 'input:not([type=hidden]):not([type=submit]):not([type=button]), select, textarea';
  const TARGETS = `a[href], button, summary, ${FIELDS}, [tabindex]:not([tabindex^="-"])`;
  // Purposes (WCAG 1.3.5) of what is asked about the person who types; the name is the field's.
  const PURPOSES = [
    [/^contact\.name$/, ['name']],
    [/^contact\.phone$/, ['tel']],
    [/^contact\.email$/, ['email']],
    [/^address\.line$/, ['street-address', 'address-line1']],
    [/^login$/, ['username']],
    [/^password$/, ['current-password']],
  ];
  // Who files for themselves is the first person.
  const OWN_PURPOSES = [
    [/^applicants\.0\.name$/, ['name']],
    [/^applicants\.0\.birth\.day$/, ['bday-day']],
    [/^applicants\.0\.birth\.month$/, ['bday-month']],
    [/^applicants\.0\.birth\.year$/, ['bday-year']],
  ];
  const TEXT_KINDS = ['text', 'email', 'tel', 'search', 'password', 'url', 'number'];
  const LEAST = 24;
  const GOOD = 44;

  const words = (element) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const show = (element) => element.outerHTML.replace(/\s+/g, ' ').slice(0, 140);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const seen = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && !element.closest('.sr');
  };
  // A library's map has rules of its own; the page must offer the same without it.
  const foreign = (element) => element.closest('.leaflet-container') !== null;
  const referred = (element, attribute) =>
    (element.getAttribute(attribute) ?? '').split(/\s+/).filter(Boolean).map((id) => document.getElementById(id));
  const nameOf = (element) => {
    const labelled = referred(element, 'aria-labelledby').map(words).join(' ').trim();
    if (labelled) return labelled;
    if (element.getAttribute('aria-label')?.trim()) return element.getAttribute('aria-label').trim();
    if (element.labels?.length) return [...element.labels].map(words).join(' ').trim();
    const picture = element.querySelector?.('img[alt], svg title');
    return words(element) || picture?.getAttribute('alt') || words(picture);
  };

  function structure() {
    const faults = [];
    const { lang } = document.documentElement;
    if (!['vi', 'en'].includes(lang)) faults.push(`lang «${lang}»`);
    if (!document.title.trim()) faults.push('no title');
    if (all('h1').length !== 1) faults.push(`${all('h1').length} h1, not one`);
    if (all('main').length !== 1) faults.push('not exactly one main');
    let last = 0;
    for (const heading of all('h1, h2, h3, h4, h5, h6').filter((one) => !foreign(one))) {
      const level = Number(heading.tagName[1]);
      if (level > last + 1) faults.push(`heading order: h${level} after h${last}: ${show(heading)}`);
      if (!words(heading)) faults.push(`heading without words: ${show(heading)}`);
      last = level;
    }
    const ids = all('[id]').map((one) => one.id);
    for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) faults.push(`id twice: ${id}`);
    for (const name of ['for', 'aria-describedby', 'aria-labelledby', 'aria-controls']) {
      for (const one of all(`[${name}]`)) {
        if (referred(one, name).includes(null)) faults.push(`${name} leads nowhere: ${show(one)}`);
      }
    }
    for (const link of all('a[href^="#"]')) {
      const id = decodeURIComponent(link.getAttribute('href').slice(1));
      if (id && !document.getElementById(id)) faults.push(`link to nowhere: ${show(link)}`);
    }
    for (const one of all('a[href], button, summary')) {
      if (!foreign(one) && !nameOf(one)) faults.push(`without words: ${show(one)}`);
    }
    for (const one of all('[tabindex]')) {
      if (one.tabIndex > 0) faults.push(`tabindex changes the order: ${show(one)}`);
    }
    return faults;
  }

  function fields(family, own) {
    const faults = [];
    for (const field of all(FIELDS)) {
      if (foreign(field)) continue;
      if (!nameOf(field)) faults.push(`no label: ${show(field)}`);
      const choice = ['radio', 'checkbox'].includes(field.type);
      const group = field.closest('fieldset, [role=group], [role=radiogroup]');
      const asked = group && (words(group.querySelector('legend')) || group.getAttribute('aria-label') || referred(group, 'aria-labelledby').map(words).join(''));
      if (field.type === 'radio' && !asked) {
        faults.push(`choice without its question: ${show(field)}`);
      }
      if (choice || !family || field.tagName === 'SELECT' || field.tagName === 'TEXTAREA') continue;
      if (TEXT_KINDS.includes(field.type)) faults.push(...purpose(field, own));
    }
    return faults;
  }

  function purpose(field, own) {
    const wanted = [...PURPOSES, ...(own ? OWN_PURPOSES : [])].find(([name]) => name.test(field.name))?.[1];
    const stated = field.getAttribute('autocomplete');
    if (!stated) return [`autocomplete is not said: ${show(field)}`];
    if (wanted) return wanted.includes(stated) ? [] : [`autocomplete «${stated}», not «${wanted[0]}»: ${show(field)}`];
    // Everybody else's data: a browser must not offer the typist's own.
    const others = /(^|[._])(name|phone|email|birth|day|month|year|number|code|secret)$/;
    return others.test(field.name) && stated !== 'off' ? [`autocomplete «${stated}» for others' data: ${show(field)}`] : [];
  }

  // The place that a finger can hit: with a choice, its label too.
  function place(element) {
    const label = ['radio', 'checkbox'].includes(element.type) ? element.closest('label') : null;
    return (label ?? element).getBoundingClientRect();
  }

  // A link in a sentence is as high as its line (the exception of WCAG 2.5.8).
  function inSentence(element) {
    if (element.tagName !== 'A' || getComputedStyle(element).display !== 'inline') return false;
    const block = element.closest('p, li, dd, td, th, dt, caption, label, legend, h1, h2, h3, summary');
    return block !== null && words(block) !== words(element);
  }

  function targets(family) {
    const faults = [];
    const found = all(TARGETS).filter((one) => seen(one) && !foreign(one));
    const small = found.filter((one) => {
      const { width, height } = place(one);
      return !inSentence(one) && (width < LEAST || height < LEAST);
    });
    for (const one of small) {
      const { width, height } = place(one);
      faults.push(`target of ${Math.round(width)}×${Math.round(height)} px, least ${LEAST}: ${show(one)}`);
    }
    if (!family) return faults;
    for (const one of found.filter((each) => each.matches('button, .button'))) {
      const { height } = place(one);
      if (height < GOOD - 0.5) faults.push(`button of ${Math.round(height)} px, wanted ${GOOD}: ${show(one)}`);
    }
    return faults;
  }

  // Meaning by colour alone: links in sentences are underlined, mistakes and states are words.
  function colours() {
    const faults = [];
    for (const link of all('main a[href], footer a[href]').filter(seen)) {
      if (inSentence(link) && !getComputedStyle(link).textDecorationLine.includes('underline')) {
        faults.push(`a link told by colour alone: ${show(link)}`);
      }
    }
    for (const mark of all('.tag, .notice, .mistake, [class*="state"]').filter((one) => seen(one) && !foreign(one))) {
      if (!words(mark)) faults.push(`a mark without words: ${show(mark)}`);
    }
    return faults;
  }

  // What a refused form must show.
  function mistakes(prefix) {
    const faults = [];
    if (!document.title.startsWith(prefix)) faults.push(`title «${document.title}» does not begin «${prefix}»`);
    const summary = document.querySelector('.mistakes');
    if (!summary) return [...faults, 'no summary of the mistakes'];
    if (!summary.matches('[role=alert]') || !nameOf(summary)) faults.push('the summary is no alert with a name');
    const links = all('a[href^="#"]', summary);
    if (links.length === 0 && words(summary).length < 20) faults.push('the summary says nothing');
    for (const link of links) {
      const field = document.getElementById(decodeURIComponent(link.getAttribute('href').slice(1)));
      if (!field) continue;
      const at = show(field);
      if (!field.matches(`${FIELDS}, button, a[href], [tabindex]`)) faults.push(`the summary leads to what takes no focus: ${at}`);
      const wrong = field.closest('[aria-invalid=true]');
      if (!wrong) faults.push(`no aria-invalid: ${at}`);
      const told = [wrong, wrong?.closest('fieldset')].filter(Boolean).flatMap((one) => referred(one, 'aria-describedby')).filter((one) => one?.matches('.mistake'));
      if (wrong && !told.some((one) => words(one).includes(words(link)))) faults.push(`its mistake is not its description: ${at}`);
    }
    for (const wrong of all('[aria-invalid=true]')) {
      // The parts of a date are one question, and the group is what is wrong.
      if (wrong.parentElement.closest('fieldset[aria-invalid=true]')) continue;
      const ids = [wrong.id, ...all('[id]', wrong).map((one) => one.id)];
      if (!links.some((link) => ids.includes(decodeURIComponent(link.getAttribute('href').slice(1))))) {
        faults.push(`the summary does not lead to ${show(wrong)}`);
      }
    }
    return faults;
  }

  function noMistakes() {
    return /^(Lỗi|Error): /.test(document.title) || document.querySelector('.mistakes, [aria-invalid=true]')
      ? [`shows a mistake without having been refused: «${document.title}»`] : [];
  }

  function tooWide(where) {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const sticksOut = (one) => one.getBoundingClientRect().right > clientWidth + 0.5 && !one.parentElement.closest('.scroll, .leaflet-container');
    return [`${where}: ${scrollWidth} px in a window of ${clientWidth}: ${all('body *').filter(sticksOut).map(show)[0]}`];
  }

  // Short words and amounts that a line cuts in two, as «35.00» and «0»; addresses and codes may be cut.
  function cutWords() {
    const cut = [];
    const range = document.createRange();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { currentNode: text } = texts;
      if (!seen(text.parentElement) || foreign(text.parentElement) || text.parentElement.closest('.code')) continue;
      for (const word of text.data.matchAll(/(?<![^\s(«])[\p{L}\p{M}\d][\p{L}\p{M}\d.]{1,11}(?![^\s,;:.!?)»])/gu)) {
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        const [first, ...others] = range.getClientRects();
        if (others.some((one) => one.top > first.bottom - 1)) cut.push(`a line cuts «${word[0]}»: ${show(text.parentElement)}`);
      }
    }
    return cut;
  }

  // The spacing of WCAG 1.4.12. A style sheet made by script is not an inline style, so the page's policy allows it.
  const spacing = new CSSStyleSheet();
  spacing.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }');

  function spaced() {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, spacing];
    const cut = all('main *, header *, footer *').filter((one) => {
      if (!seen(one) || foreign(one) || one.closest('.scroll') || one.matches('input, select, textarea, svg, svg *')) return false;
      const { overflowX, overflowY } = getComputedStyle(one);
      const hides = (how) => how === 'hidden' || how === 'clip';
      return (hides(overflowX) && one.scrollWidth > one.clientWidth + 1) || (hides(overflowY) && one.scrollHeight > one.clientHeight + 1);
    });
    const faults = [...cut.map((one) => `wider spacing cuts text: ${show(one)}`), ...tooWide('with wider spacing')];
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== spacing);
    return faults;
  }

  // The keyboard: `still` looks at everything that Tab should reach, `focused` says where it is now.
  let stops = [];
  let looks = new WeakMap();
  const LOOK = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'backgroundColor', 'borderTopColor', 'textDecorationLine'];
  const lookOf = (element) => {
    const style = getComputedStyle(element);
    // An outline that is not drawn has a colour all the same.
    return LOOK.filter((key) => !key.startsWith('outline') || style.outlineStyle !== 'none').map((key) => style[key]).join('|');
  };

  function still() {
    document.activeElement?.blur();
    window.scrollTo(0, 0);
    getSelection()?.removeAllRanges();
    stops = all(TARGETS).filter((one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility() && !foreign(one));
    looks = new WeakMap(stops.map((one) => [one, lookOf(one)]));
    // Of radio buttons with one name, Tab reaches one.
    const needed = stops.filter((one) => {
      if (one.type !== 'radio') return true;
      const group = stops.filter((other) => other.type === 'radio' && other.name === one.name && other.form === one.form);
      return (group.find((other) => other.checked) ?? group[0]) === one;
    });
    return needed.map((one) => stops.indexOf(one));
  }

  function focused() {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const covered = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return {
      at: stops.indexOf(element),
      foreign: foreign(element),
      shown: looks.get(element) !== lookOf(element),
      hidden: bottom <= 0 || top >= innerHeight || (covered !== null && !covered.contains(element) && !element.contains(covered) && !element.closest('label')?.contains(covered)),
      box: { top: top + scrollY, bottom: bottom + scrollY, left, right },
      html: show(element),
    };
  }

  const stop = (at) => show(stops[at]);

  // The page without its words. Names lead from one element to another: the first is as good as any other first. Of equal
  // neighbours two are as good as many. What people read and type counts as there or not there.
  const NAMES = ['id', 'name', 'for', 'form', 'list', 'headers', 'aria-describedby', 'aria-labelledby', 'aria-controls', 'aria-owns'];
  const LEADS = ['href', 'src', 'srcset', 'action', 'formaction', 'content', 'datetime', 'd', 'points', 'transform'];
  const SAID = ['value', 'title', 'alt', 'placeholder'];
  function shape() {
    const names = new Map();
    const named = (name) => names.set(name, names.get(name) ?? names.size).get(name);
    const attribute = ({ name, value }) => {
      if (NAMES.includes(name)) return `${name}=${value.split(/\s+/).map(named)}`;
      if (LEADS.includes(name)) return `${name}=${value.startsWith('#') ? named(decodeURIComponent(value.slice(1))) : ''}`;
      if (SAID.includes(name)) return `${name}=${Boolean(value.trim())}`;
      return `${name}=${value.replace(/[\w-]{22,}|\d+/g, '0')}`;
    };
    const of = (element) => {
      const inner = [];
      for (const node of element.childNodes) {
        const part = node.nodeType === Node.ELEMENT_NODE ? of(node) : node.nodeType === Node.TEXT_NODE && node.data.trim() && '_';
        if (part && !(part === inner.at(-1) && part === inner.at(-2))) inner.push(part);
      }
      return `<${element.localName} ${[...element.attributes].map(attribute).sort().join(' ')}>${inner.join('')}</>`;
    };
    return of(document.documentElement);
  }

  globalThis.luudong = { structure, fields, targets, colours, mistakes, noMistakes, tooWide, cutWords, spaced, still, focused, stop, shape };
})();
