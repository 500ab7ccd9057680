// Families' stories in a real Chromium against the real binary: each with scripts and without, once on a phone and
// once on a desk, each with a database of its own. What was stored is read as a dispatcher over the API, what was
// mailed from the folder that the mails went to. Then each once more on a way that loses the answer to every form once:
// it ends as before, with as many rows in each table.
import { after, before, describe, test } from 'node:test';
import { Auditor } from './audit.mjs';
import { Family } from './family.mjs';
import { noFaults } from './faults.mjs';
import { Office } from './office.mjs';
import { prepareServer, startServer } from './server.mjs';
import { FILING } from './stories/filing.mjs';
import { FOLLOWING } from './stories/following.mjs';
import { LIMITS } from './stories/limits.mjs';
import { Stuck, inTime, openBrowser } from './visitor.mjs';

// Long enough for a story of forty pages on a machine that does much else; it takes seconds on an idle one.
const STORY_MS = 600_000;

const auditor = new Auditor();
const world = prepareServer();

// A function's name as a sentence.
const sentence = (story) => story.name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
const words = ({ size, scripts, keys }) => `${size}, ${scripts ? 'with' : 'without'} scripts${keys ? ', by keyboard' : ''}`;

// Pages have been audited when the answers were not lost.
const lenient = { audit: async () => [] };

// `once`: the rows that it left when no answer was lost; with them, answers are lost now.
async function play(browser, story, device, once = null) {
  const lossy = once !== null;
  const server = await startServer({ demo: false, from: world.folder, settings: story.settings, lossy });
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
    const others = Object.keys(rows).filter((table) => rows[table] !== once[table]);
    family.faults.push(...others.map((table) => `${rows[table]} rows of ${table}, ${once[table]} without losses`));
  }
  await server.stop();
  return { faults: family.faults, rows };
}

// A browser of its own for each story: one that stops answering takes nothing with it but the telling.
function tell(story, phoneHasScripts) {
  let browser = null;
  let rows = null;
  after(() => inTime(browser?.close() ?? Promise.resolve()).catch(() => {}));
  const told = async (device, once) => {
    browser ??= await openBrowser();
    return inTime(play(browser, story, device, once), STORY_MS).catch((error) => {
      if (!(error instanceof Stuck)) throw error;
      browser.close().catch(() => {});
      browser = null;
      return { faults: [error.message], rows: {} };
    });
  };
  const once = async (device) => {
    const { faults, rows: left } = await told(device, null);
    rows = left;
    return faults;
  };
  const devices = [true, false].map((scripts) => ({ size: scripts === phoneHasScripts ? 'phone' : 'desk', scripts, keys: story.keys ?? false }));
  for (const device of devices) test(words(device), async () => noFaults(await once(device)));
  const device = { size: 'phone', scripts: false };
  test(`answers lost (${words(device)})`, async () => {
    // Where this one was picked alone, nobody knows the rows yet.
    if (rows === null) noFaults(await once(devices[1]));
    noFaults((await told(device, rows)).faults);
  });
}

before(() => new Office(world).prepare());
after(() => world.stop());

// Phone with scripts and desk without, at the next story the other way round.
// Stories wait more than they compute: for a server, a mail, a proof of work.
describe('stories', { concurrency: 3 }, () => {
  for (const [at, story] of [...FILING, ...FOLLOWING, ...LIMITS].entries()) {
    describe(sentence(story), { concurrency: 1 }, () => tell(story, at % 2 === 0));
  }
});
