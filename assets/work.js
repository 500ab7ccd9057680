// Solves the challenge of the page "a moment, please" in the background. Without this script the page says how to wait.
const form = document.querySelector('form[data-challenge]');
const status = document.querySelector('#work-status');
const bits = Number(form?.dataset.bits);
// Before these seconds the server takes no answer.
const ripe = new Promise((done) => { setTimeout(done, Number(form?.dataset.secs) * 1000); });
const encoder = new TextEncoder();

function leadingZeros(hash) {
  const view = new DataView(hash);
  const head = view.getUint32(0);
  return head === 0 ? 32 + Math.clz32(view.getUint32(4)) : Math.clz32(head);
}

async function solve(challenge) {
  for (let answer = 0; ; answer += 1) {
    const hash = await crypto.subtle.digest('SHA-256', encoder.encode(`${challenge}:${answer}`));
    if (leadingZeros(hash) >= bits) return String(answer);
  }
}

// Hashing in the browser is there on safe origins only; elsewhere the page's words about waiting hold.
if (form && globalThis.crypto?.subtle) {
  let solved = false;
  let wanted = false;
  status.textContent = status.dataset.working;
  form.addEventListener('submit', (event) => {
    if (solved) return;
    event.preventDefault();
    wanted = true;
  });
  Promise.all([solve(form.dataset.challenge), ripe]).then(([answer]) => {
    form.elements.answer.value = answer;
    solved = true;
    status.textContent = status.dataset.done;
    if (wanted) form.requestSubmit();
  });
}
