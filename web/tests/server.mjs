// The real binary with demo data, on a free port, in a folder of its own that goes away with it.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const READY_MS = 20_000;
const STOP_MS = 15_000;

// Starts it; gives its address, the demo logins by role, and how to stop it.
export async function startServer(binary) {
  const folder = mkdtempSync(join(tmpdir(), 'luudong-smoke-'));
  const luudong = resolve(binary);
  const env = {
    ...process.env,
    LUUDONG__SERVER__PORT: '0',
    LUUDONG__LOG__FORMAT: 'json',
    LUUDONG__DATABASE__URL: `sqlite:${join(folder, 'smoke.sqlite3')}`,
    LUUDONG__MAIL__FOLDER: join(folder, 'mail'),
  };
  const demo = spawnSync(luudong, ['demo'], { cwd: folder, env, encoding: 'utf8' });
  if (demo.status !== 0) throw new Error(`luudong demo: ${demo.stderr}`);
  const child = spawn(luudong, ['serve'], { cwd: folder, env, stdio: ['ignore', 'inherit', 'pipe'] });
  const address = await addressOf(child);
  return {
    base: `http://${address}`,
    logins: loginsOf(demo.stdout),
    stop: async () => {
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// `luudong demo` prints a line for each account: "dispatcher: LOGIN / PASSWORD".
function loginsOf(text) {
  const logins = {};
  for (const [, role, login, password] of text.matchAll(/\b(admin|dispatcher|officer): (\S+) \/ (.+)$/gm)) {
    logins[role] ??= { login, password: password.trim() };
  }
  return logins;
}

function addressOf(child) {
  return new Promise((found, failed) => {
    let log = '';
    const late = setTimeout(() => failed(new Error(`not ready after ${READY_MS} ms: ${log}`)), READY_MS);
    child.on('exit', (status) => failed(new Error(`luudong serve ended with ${status}: ${log}`)));
    child.stderr.on('data', (bytes) => {
      log += bytes;
      const address = log.match(/"address":"([^"]+)"/);
      if (!address) return;
      clearTimeout(late);
      found(address[1]);
    });
  });
}

function ended(child) {
  return new Promise((done) => {
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    child.removeAllListeners('exit');
    child.on('exit', () => {
      clearTimeout(late);
      done();
    });
    child.kill('SIGTERM');
  });
}
