// Families' stories in a real Chromium against the real binary: each with scripts and without, once on a phone and
// once on a desk, each with a database of its own. What was stored is read as a dispatcher over the API, what was
// mailed from the folder that the mails went to. Then each once more on a way that loses the answer to every form once:
// it ends as before, with as many rows in each table.
//
//   node web/tests/stories.mjs PATH/TO/luudong [WORD]
import { Family } from './family.mjs';
import { Auditor } from './audit.mjs';
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

const auditor = new Auditor();
const tally = new Tally();
const world = prepareServer(binary);
let browser;

// A function's name as a sentence.
const sentence = (story) => story.name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

// Pages have been audited when the answers were not lost.
const lenient = { audit: async () => [] };

async function play(story, device, before = null) {
  const lossy = before !== null;
  const server = await startServer(binary, { demo: false, from: world.folder, settings: story.settings, lossy });
  const family = await Family.of(browser, server.base, device, lossy ? lenient : auditor);
  try {
    await story({ family, server, office: new Office(server) });
  } catch (error) {
    const at = error.stack.split('\n').find((line) => line.includes('/stories/')) ?? '';
    family.faults.push(`${family.path}: ${error.message} ${at.trim()}`);
  }
  await family.leave();
  const rows = server.rows();
  if (lossy) {
    // The browser may say of a page or a picture that its connection broke: so it did. What counts is what comes of it.
    family.faults = family.faults.filter((fault) => !/net::ERR_(EMPTY_RESPONSE|CONNECTION_(RESET|CLOSED))/.test(fault));
    family.faults.push(...server.way.gone.map((path) => `${path} was not sent again`));
    if (server.way.repeated.length === 0 && !story.formless) family.faults.push('no form was sent again');
    const others = Object.keys(rows).filter((table) => rows[table] !== before[table]);
    family.faults.push(...others.map((table) => `${rows[table]} rows of ${table}, ${before[table]} without losses`));
  }
  await server.stop();
  return { faults: family.faults, rows };
}

async function tell(name, device, playing) {
  const start = Date.now();
  const { faults, rows } = await inTime(playing, STORY_MS).catch(async (error) => {
    if (!(error instanceof Stuck)) throw error;
    browser.close().catch(() => {});
    browser = await openBrowser();
    return { faults: [error.message], rows: {} };
  });
  const said = `${name} (${device.size}, ${device.scripts ? 'with' : 'without'} scripts${device.keys ? ', by keyboard' : ''})`;
  tally.add(said, faults);
  console.log(`${faults.length ? 'not ok' : 'ok'} ${said}, ${((Date.now() - start) / 1000).toFixed(1)} s`);
  return rows;
}

await tally.closing(async () => {
  browser = await openBrowser();
  await new Office(world).prepare();
  const stories = [...FILING, ...FOLLOWING, ...LIMITS].filter((story) => sentence(story).includes(word));
  for (const [at, story] of stories.entries()) {
    let rows;
    for (const scripts of [true, false]) {
      // Phone with scripts and desk without, at the next story the other way round.
      const size = (at % 2 === 0) === scripts ? 'phone' : 'desk';
      const device = { size, scripts, keys: story.keys ?? false };
      rows = await tell(sentence(story), device, play(story, device));
    }
    const device = { size: 'phone', scripts: false };
    await tell(`${sentence(story)}, answers lost`, device, play(story, device, rows));
  }
}, () => world.stop());
