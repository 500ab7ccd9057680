// The real binary on a free port, in a folder of its own that goes away with it, at a moment of its own: Monday
// 23/11/2026, 08:00 in Việt Nam, as in the stories of tests/http, until it is restarted at another one.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atTheEnd } from './faults.mjs';
import { lossyWay } from './lossy.mjs';

// The one place that knows which program is tested.
const BINARY = resolve(process.env.LUUDONG_BIN ?? fileURLToPath(new URL('../../target/debug/luudong', import.meta.url)));

export const MONDAY = '2026-11-23T08:00:00';

// Also where two start at once on a machine that does much else.
const READY_MS = 60_000;
const STOP_MS = 15_000;
const MAIL_MS = 8_000;
const LOOK_MS = 50;

// Starts it; gives its address and how to stop it. `demo` fills it with the demo month, `from` with a copy of another
// server's folder; `settings` are environment variables; `lossy` puts a way before it that loses answers.
export async function startServer({ at = MONDAY, demo = true, from = null, settings = {}, lossy = false } = {}) {
  const server = prepareServer({ at, settings });
  try {
    if (lossy) server.way = await lossyWay();
    if (from) cpSync(from, server.folder, { recursive: true });
    if (demo) server.run(['demo']);
    await server.start();
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

// The same, not started: for those who want to fill it first.
export function prepareServer({ at = MONDAY, settings = {} } = {}) {
  return new Server(at, settings);
}

class Server {
  constructor(at, settings) {
    this.folder = mkdtempSync(join(tmpdir(), 'luudong-browser-'));
    this.isGone = atTheEnd(() => {
      this.child?.kill('SIGKILL');
      this.forget();
    });
    this.env = {
      ...process.env,
      LUUDONG__SERVER__PORT: '0',
      LUUDONG__LOG__FORMAT: 'json',
      LUUDONG__DATABASE__URL: `sqlite:${join(this.folder, 'browser.sqlite3')}`,
      LUUDONG__MAIL__FOLDER: join(this.folder, 'mail'),
      LUUDONG__MAIL__POLL_SECS: '1',
      LUUDONG__CLOCK__STARTS_AT: at,
      ...settings,
    };
  }

  // A command of the binary, with this server's settings.
  run(words, input = '') {
    const done = spawnSync(BINARY, words, { cwd: this.folder, env: this.env, encoding: 'utf8', input });
    if (done.status !== 0) throw new Error(`luudong ${words.join(' ')}: ${done.error ?? done.stderr}`);
  }

  async start() {
    this.child = spawn(BINARY, ['serve'], { cwd: this.folder, env: this.env, stdio: ['ignore', 'ignore', 'pipe'] });
    this.direct = `http://${await addressOf(this.child)}`;
    if (this.way) this.way.target = this.direct;
    this.base = this.way?.base ?? this.direct;
  }

  // How many rows each table has. Not counted: what the worker notes by itself, and which answers are kept.
  rows() {
    const count = `
import json, sqlite3, sys
conn = sqlite3.connect(sys.argv[1])
tables = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
print(json.dumps({name: conn.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in tables}))`;
    const done = spawnSync('python3', ['-c', count, join(this.folder, 'browser.sqlite3')], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(done.stderr);
    const rows = JSON.parse(done.stdout);
    for (const name of ['worker_steps', 'idempotency_keys', 'sqlite_sequence']) delete rows[name];
    return rows;
  }

  // Whether the worker still has a list in hand; no look at it, which would be an entry in the log.
  hasListAtWork() {
    const ask = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(\"SELECT COUNT(*) FROM lists WHERE state IN ('confirmed', 'undoing')\").fetchone()[0])";
    return spawnSync('python3', ['-c', ask, join(this.folder, 'browser.sqlite3')], { encoding: 'utf8' }).stdout.trim() !== '0';
  }

  // The same data at another moment. The address changes with it, unless a port is kept.
  async restart(at, port = '0') {
    await ended(this.child);
    Object.assign(this.env, { LUUDONG__CLOCK__STARTS_AT: at, LUUDONG__SERVER__PORT: port });
    await this.start();
  }

  // Ends the process and keeps the folder.
  async pause() {
    await ended(this.child);
    this.child = null;
  }

  async stop() {
    if (this.child) await ended(this.child);
    this.child = null;
    await this.way?.close();
    this.forget();
    this.isGone();
  }

  forget() {
    // A process that is just being killed may still be writing.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }

  // Mails that have left, oldest first.
  mails() {
    const folder = this.env.LUUDONG__MAIL__FOLDER;
    if (!existsSync(folder)) return [];
    return readdirSync(folder).filter((name) => name.endsWith('.eml')).map((name) => readMail(readFileSync(join(folder, name), 'utf8')));
  }

  // Waits for a mail to somebody whose subject says something.
  async mail(to, subject) {
    const until = Date.now() + MAIL_MS;
    for (;;) {
      const found = this.mails().find((mail) => mail.to.includes(to) && subject.test(mail.subject));
      if (found) return found;
      if (Date.now() > until) {
        const left = this.mails().map((mail) => `${mail.to}: ${mail.subject}`).join('; ');
        throw new Error(`no mail to ${to} about ${subject}; there are: ${left || 'none'}`);
      }
      await new Promise((done) => { setTimeout(done, LOOK_MS); });
    }
  }
}

// Recipient, subject, plain text and HTML of a mail (RFC 2047 words, quoted-printable or base64). The pictures that its
// HTML names by their Content-ID stand in it, as mail programs show them.
function readMail(raw) {
  const [head, ...rest] = raw.split('\r\n\r\n');
  const header = (name) => {
    const line = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n').find((one) => one.toLowerCase().startsWith(`${name}:`));
    return words(line?.slice(name.length + 1).trim() ?? '');
  };
  return { to: header('to'), subject: header('subject'), text: part(rest.join('\r\n\r\n'), 'plain'), html: withPictures(part(rest.join('\r\n\r\n'), 'html'), raw) };
}

function withPictures(html, raw) {
  return raw.split(/\r\n--/).reduce((shown, one) => {
    const [head, ...rest] = one.split('\r\n\r\n');
    const id = head.match(/content-id: <([^>]+)>/i)?.[1];
    const kind = head.match(/content-type: (image\/\w+)/i)?.[1];
    return id && kind ? shown.replaceAll(`cid:${id}`, `data:${kind};base64,${rest.join('').replace(/\s/g, '')}`) : shown;
  }, html);
}

function words(value) {
  return value.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, text) =>
    kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString() : quoted(text.replaceAll('_', ' ')));
}

function part(body, kind) {
  const said = body.split(/\r\n--/).find((one) => new RegExp(`content-type: text/${kind}`, 'i').test(one)) ?? body;
  const at = said.search(/\r\n\r\n/);
  const text = said.slice(at + 4);
  if (/content-transfer-encoding: base64/i.test(said)) return Buffer.from(text, 'base64').toString();
  return /content-transfer-encoding: quoted-printable/i.test(said) ? quoted(text.replace(/=\r\n/g, '')) : text;
}

function quoted(text) {
  return decodeURIComponent(text.replace(/%/g, '%25').replace(/=([0-9A-F]{2})/g, '%$1'));
}

// From its log; what comes after is read and forgotten.
function addressOf(child) {
  return new Promise((found, failed) => {
    let log = '';
    const broken = (error) => {
      clearTimeout(late);
      failed(error);
    };
    const late = setTimeout(() => broken(new Error(`not ready after ${READY_MS} ms: ${log}`)), READY_MS);
    child.on('error', broken);
    // Once it is ready, nobody waits for this; whoever wonders why nothing answers reads it.
    child.on('exit', (status, signal) => {
      console.error(`luudong serve ended with ${status ?? signal}`);
      broken(new Error(`luudong serve ended with ${status ?? signal}: ${log}`));
    });
    child.stderr.on('data', function look(bytes) {
      log += bytes;
      const address = log.match(/"address":"([^"]+)"/);
      if (!address) return;
      clearTimeout(late);
      child.stderr.off('data', look).resume();
      found(address[1]);
    });
  });
}

function ended(child) {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null || !child.pid) return done();
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    child.removeAllListeners('exit');
    child.on('exit', () => {
      clearTimeout(late);
      done();
    });
    child.kill('SIGTERM');
  });
}
