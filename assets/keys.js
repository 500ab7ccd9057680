// Keys for whoever works with pages of staff all day: "/" goes to the search, "g" and a letter to a place, j and k along a
// list, x ticks, a letter presses the button that shows it, "?" lists them. They sleep while somebody types and can be
// switched off (WCAG 2.1.4); hints are shown only while this script serves them.
const SWITCH = 'luudong-keys';
const root = document.documentElement;
const button = document.querySelector('#keys-switch');

function isOn() {
  return localStorage.getItem(SWITCH) !== 'off';
}

function show() {
  root.toggleAttribute('data-keys', isOn());
  button.hidden = false;
  button.textContent = isOn() ? 'Phím tắt: đang bật' : 'Phím tắt: đang tắt';
}

function types(element) {
  return element instanceof HTMLElement && (element.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName) && element.type !== 'checkbox' && element.type !== 'radio');
}

// The row in hand is the one that has the focus.
function row(step) {
  const rows = [...document.querySelectorAll('.rows tbody tr')];
  const at = rows.findIndex((one) => one.contains(document.activeElement));
  return rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
}

function named(attribute) {
  const all = [...document.querySelectorAll(`[${attribute}]`)].filter((one) => one.checkVisibility());
  return all.map((one) => [one.getAttribute(attribute), (one.dataset.keyWords ?? one.innerText).trim().split('\n')[0]]);
}

function list() {
  const dialog = document.querySelector('#keys-list');
  const lines = [['/', 'tìm hồ sơ'], ['j', 'dòng sau'], ['k', 'dòng trước'], ['x', 'đánh dấu dòng'], ...named('data-key'), ...named('data-go').map(([key, words]) => [`g ${key}`, words])];
  const made = lines.map(([key, words]) => {
    const line = document.createElement('li');
    const sign = Object.assign(document.createElement('kbd'), { textContent: key });
    line.append(sign, ` ${words}`);
    return line;
  });
  dialog.querySelector('ul').replaceChildren(...made);
  dialog.showModal();
}

const ALONE = {
  '/': () => document.querySelector('#find').focus(),
  '?': list,
  j: () => row(1)?.querySelector('a')?.focus(),
  k: () => row(-1)?.querySelector('a')?.focus(),
  x: () => row(0)?.querySelector('input[type=checkbox]')?.click(),
};
let goes = false;

document.addEventListener('keydown', (event) => {
  if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || types(event.target) || document.querySelector('dialog[open]')) return;
  const key = event.key.toLowerCase();
  if (goes) {
    goes = false;
    document.querySelector(`[data-go="${CSS.escape(key)}"]`)?.click();
    return;
  }
  if (key === 'g') {
    goes = true;
    setTimeout(() => { goes = false; }, 1500);
    return;
  }
  const press = ALONE[key] ?? (() => document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.click());
  if (ALONE[key] || document.querySelector(`[data-key="${CSS.escape(key)}"]`)) event.preventDefault();
  press();
});

button.addEventListener('click', () => {
  localStorage.setItem(SWITCH, isOn() ? 'off' : 'on');
  show();
});
document.querySelector('#keys-list button').addEventListener('click', () => document.querySelector('#keys-list').close());
show();
