// Families' stories in a real Chromium against the real binary: each with scripts and without, once on a phone and
// once on a desk, each with a database of its own. What was stored is read as a dispatcher over the API, what was
// mailed from the folder that the mails went to.
//
//   node web/tests/stories.mjs PATH/TO/luudong [WORD]
import { Family } from './family.mjs';
import { Judge } from './judge.mjs';
import { Office } from './office.mjs';
import { Tally } from './tally.mjs';
import { prepareServer, startServer } from './server.mjs';
import { FILING } from './stories/filing.mjs';
import { FOLLOWING } from './stories/following.mjs';
import { LIMITS } from './stories/limits.mjs';
import { Stuck, inTime, openBrowser } from './visitor.mjs';

const binary = process.argv[2] ?? 'target/debug/luudong';
const word = (process.argv[3] ?? '').toLowerCase();
// Long enough for a story of forty pages on a machine that does much else; it takes seconds on an idle one.
const STORY_MS = 600_000;

const judge = new Judge();
const tally = new Tally();
const world = prepareServer(binary);
let browser;

// A function's name as a sentence.
const sentence = (story) => story.name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

async function play(story, device) {
  const server = await startServer(binary, { demo: false, from: world.folder, settings: story.settings });
  const family = await Family.of(browser, server.base, device, judge);
  try {
    await story({ family, server, office: new Office(server) });
  } catch (error) {
    const at = error.stack.split('\n').find((line) => line.includes('/stories/')) ?? '';
    family.faults.push(`${family.path}: ${error.message} ${at.trim()}`);
  }
  await family.leave();
  await server.stop();
  return family.faults;
}

await tally.closing(async () => {
  browser = await openBrowser();
  await new Office(world).prepare();
  const stories = [...FILING, ...FOLLOWING, ...LIMITS].filter((story) => sentence(story).includes(word));
  for (const [at, story] of stories.entries()) {
    for (const scripts of [true, false]) {
      // Phone with scripts and desk without, at the next story the other way round.
      const size = (at % 2 === 0) === scripts ? 'phone' : 'desk';
      const device = { size, scripts, keys: story.keys ?? false };
      const start = Date.now();
      const name = `${sentence(story)} (${size}, ${scripts ? 'with' : 'without'} scripts${device.keys ? ', by keyboard' : ''})`;
      const faults = await inTime(play(story, device), STORY_MS).catch(async (error) => {
        if (!(error instanceof Stuck)) throw error;
        browser.close().catch(() => {});
        browser = await openBrowser();
        return [error.message];
      });
      tally.add(name, faults);
      console.log(`${faults.length ? 'not ok' : 'ok'} ${name}, ${((Date.now() - start) / 1000).toFixed(1)} s`);
    }
  }
}, () => world.stop());
