// Too many ask at once: families wait a moment, which scripts spare them; nobody stands before a wall without a door.
import assert from 'node:assert/strict';
import { MONDAY } from '../server.mjs';
import { begins } from './filing.mjs';

const PROXY = { 'x-forwarded-for': '203.0.113.9' };
const PROOF_MS = 60_000;
const LATER = MONDAY.replace('08:00', '08:03');

// Strangers begin cases until a burst is seen.
async function strangersBegin(server) {
  for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.3']) {
    const headers = { 'x-forwarded-for': address };
    const response = await fetch(`${server.direct}/apply`, { method: 'POST', body: new URLSearchParams({ x: '' }), headers, redirect: 'manual' });
    assert.equal(response.status, 303);
  }
}

async function aFamilyBeginsWhileABurstIsSeen({ family, server }) {
  await family.context.setExtraHTTPHeaders(PROXY);
  // How long the proof takes is a matter of luck.
  family.page.setDefaultTimeout(PROOF_MS);
  await strangersBegin(server);
  await begins(family);
  assert.equal(family.path, '/pause');
  if (family.device.scripts) {
    await family.page.locator('#work-status', { hasText: 'Xong. Gia đình bấm nút' }).waitFor();
  } else {
    assert.match(await family.text, /chờ 2 phút rồi bấm nút/);
    await family.answer({}, null, 422);
    assert.match(await family.text, /Còn khoảng \d phút/);
    await server.restart(LATER, new URL(server.direct).port);
    await strangersBegin(server);
  }
  await family.answer();
  assert.equal(family.path, '/apply');
  await family.answer({ who: 'grandchild' });
  assert.match(family.path, /^\/apply\/.*\/person-1$/);

  // That bought one case. Who presses the button before the browser is ready is led on when it is.
  await begins(family);
  assert.equal(family.path, '/pause');
  if (!family.device.scripts) return;
  await family.answer();
  assert.equal(family.path, '/apply');
}

async function whoBeginsTooOftenIsToldHowLongToWait({ family }) {
  await family.context.setExtraHTTPHeaders(PROXY);
  await begins(family);
  await family.open('/apply');
  await family.answer({ who: 'grandchild' }, null, 429);
  assert.match(await family.text, /chờ \d+ phút/);
  assert.match(await family.text, /Trực ban Công an phường/);
}

export const LIMITS = [
  Object.assign(aFamilyBeginsWhileABurstIsSeen, { settings: { LUUDONG__LIMITS__BURST_STARTS_PER_MINUTE: '2' } }),
  Object.assign(whoBeginsTooOftenIsToldHowLongToWait, { settings: { LUUDONG__LIMITS__STARTS_PER_TEN_MINUTES: '1' } }),
];
