// Tells how far a planning run is, and opens its proposal when it has ended. Without it the page has a link to look again.
const box = document.querySelector('[data-unfinished]');
const bar = box?.querySelector('progress');
const said = box?.querySelector('[role=status]');
const EVERY_MS = 2_000;

async function look() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const now = page.querySelector('[data-unfinished] progress');
  if (!now) return location.reload();
  bar.value = now.value;
  said.textContent = `${now.value} %`;
  setTimeout(again, EVERY_MS);
}

// Where there is no network for a while, it looks again later.
const again = () => look().catch(() => setTimeout(again, EVERY_MS));
if (box) setTimeout(again, EVERY_MS);
