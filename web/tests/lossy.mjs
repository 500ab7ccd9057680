// A way to the server on which the answer to each form is lost once: when it has come, the connection that the browser
// had kept open is reset instead. Chromium then sends the form again by itself, without asking anybody (as proxies and
// telephone networks make it do). Only on a connection that was used before: on a fresh one it tells the person.
import { Agent, createServer, request } from 'node:http';

export async function lossyWay() {
  const way = new Way();
  await way.open();
  return way;
}

class Way {
  constructor() {
    this.target = null;
    // Path and content of every form whose answer was lost, and how often it came afterwards.
    this.lost = new Map();
    this.used = new WeakSet();
    this.agent = new Agent({ keepAlive: false });
  }

  async open() {
    this.server = createServer((asked, answer) => this.carry(asked, answer).catch(() => asked.socket.destroy()));
    this.server.keepAliveTimeout = 600_000;
    await new Promise((ready) => { this.server.listen(0, '127.0.0.1', ready); });
    this.base = `http://127.0.0.1:${this.server.address().port}`;
  }

  async carry(asked, answer) {
    const wasUsed = this.used.has(asked.socket);
    this.used.add(asked.socket);
    const content = await all(asked);
    const form = `${asked.url} ${content}`;
    const isFirst = asked.method === 'POST' && !asked.url.startsWith('/api/') && !this.lost.has(form);
    if (isFirst && !wasUsed) {
      // Once more by this connection, which is a used one then.
      answer.writeHead(307, { location: asked.url });
      answer.end();
      return;
    }
    const given = await this.pass(asked, content);
    if (this.lost.has(form)) this.lost.set(form, this.lost.get(form) + 1);
    else if (isFirst) {
      this.lost.set(form, 0);
      asked.socket.resetAndDestroy();
      return;
    }
    answer.writeHead(given.status, given.headers);
    answer.end(given.content);
  }

  pass(asked, content) {
    return new Promise((done, failed) => {
      const passed = request(this.target + asked.url, { method: asked.method, headers: asked.headers, agent: this.agent }, (answer) => {
        const headers = { ...answer.headers };
        delete headers.connection;
        delete headers['transfer-encoding'];
        all(answer).then((bytes) => done({ status: answer.statusCode, headers, content: bytes }), failed);
      });
      passed.on('error', failed);
      passed.end(content);
    });
  }

  // Paths of the forms whose answer was lost and that came again.
  get repeated() {
    return [...this.lost].filter(([, times]) => times > 0).map(([form]) => form.split(' ')[0]);
  }

  // Those that came no more: the browser did not repeat them.
  get gone() {
    return [...this.lost].filter(([, times]) => times === 0).map(([form]) => form.split(' ')[0]);
  }

  async close() {
    this.server.closeAllConnections();
    await new Promise((closed) => { this.server.close(closed); });
  }
}

async function all(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
