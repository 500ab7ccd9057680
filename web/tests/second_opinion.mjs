// Runs Lighthouse and pa11y over the main pages for families of the demo and says their figures.
//
//   node web/tests/second_opinion.mjs FOLDER/WITH/LIGHTHOUSE
import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { HOUSEHOLD, Office } from './office.mjs';
import { prepareServer } from './server.mjs';
import { CHROMIUM, FLAGS } from './visitor.mjs';

const run = promisify(execFile);
const folder = resolve(process.argv[2]);
const tool = (name) => join(folder, 'node_modules/.bin', name);
const env = { ...process.env, CHROME_PATH: CHROMIUM };
// What Lighthouse holds against a server without TLS and compression, both of which the proxy in front does.
const KINDS = ['accessibility', 'best-practices', 'performance', 'seo'];
const ASKS = 30;

async function lighthouse(address) {
  const path = join(folder, 'report.json');
  await run(tool('lighthouse'), [
    address, '--quiet', '--output=json', `--output-path=${path}`, `--only-categories=${KINDS.join(',')}`,
    `--chrome-flags=--headless ${FLAGS.join(' ')}`,
  ], { env, maxBuffer: 1e8 });
  const report = JSON.parse(readFileSync(path, 'utf8'));
  rmSync(path);
  const scores = KINDS.map((kind) => Math.round(report.categories[kind].score * 100));
  const wrong = KINDS.flatMap((kind) => report.categories[kind].auditRefs)
    .filter(({ id, weight }) => weight > 0 && report.audits[id].score !== null && report.audits[id].score < 0.9)
    .map(({ id }) => `${id}: ${report.audits[id].title} ${report.audits[id].displayValue ?? ''}`);
  return { scores, wrong: [...new Set(wrong)] };
}

async function pa11y(address) {
  const config = join(folder, 'pa11y.json');
  writeFileSync(config, JSON.stringify({ chromeLaunchConfig: { executablePath: env.CHROME_PATH, args: FLAGS } }));
  const told = await run(tool('pa11y'), ['--config', config, '--standard', 'WCAG2AA', '--runner', 'htmlcs', '--reporter', 'json', address], { env })
    .catch((error) => error);
  return JSON.parse(told.stdout || '[]').map((one) => `${one.code}: ${one.message} ${one.context?.slice(0, 100)}`);
}

// Milliseconds until the first byte, in the middle of many.
async function firstAnswer(address) {
  const took = [];
  for (let asked = 0; asked < ASKS; asked += 1) {
    const start = performance.now();
    await (await fetch(address)).text();
    took.push(performance.now() - start);
  }
  return took.sort((one, other) => one - other)[ASKS / 2];
}

const server = prepareServer();
let findings = 0;
try {
  const office = new Office(server);
  await office.prepare();
  await server.start();
  const filed = await office.file({ contact: HOUSEHOLD.contact });
  const begun = await fetch(`${server.base}/apply`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  const pages = ['/', '/phuong/11329', '/apply', begun.headers.get('location'), '/check', '/follow', filed.link, `${filed.link}/half-day`, `${filed.link}/data`];
  for (const path of pages) {
    const address = server.base + path;
    const { scores, wrong } = await lighthouse(address);
    const said = await pa11y(address);
    const shown = path.replace(/[\w-]{22,}/g, '…');
    console.log(`${shown}: ${KINDS.map((kind, at) => `${kind} ${scores[at]}`).join(', ')}; pa11y ${said.length}; answer ${(await firstAnswer(address)).toFixed(1)} ms`);
    for (const line of [...wrong, ...said]) console.log(`  ${line}`);
    findings += said.length;
  }
} finally {
  await server.stop();
}
console.log(`pa11y: ${findings} findings`);
