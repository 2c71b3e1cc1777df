// What every browser test needs: a server of its own, a browser, a signed-in page, and stand-ins for the outside.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIN = process.env.MAESTRO_BIN ?? join(ROOT, 'target/debug/maestro');
const PUBLIC = process.env.DIOXUS_PUBLIC_PATH ?? join(ROOT, 'target/web/debug/public');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const PATIENCE = 60_000;

/** A running server on its own data folder. `restart` keeps folder and port, as after a crash or an update. */
export class Maestro {
  static async start(env = {}) {
    const maestro = new Maestro();
    maestro.dataDir = await mkdtemp(join(tmpdir(), 'maestro-e2e-'));
    maestro.env = env;
    await maestro.#spawn('127.0.0.1:0');
    return maestro;
  }

  async #spawn(addr) {
    const env = { PATH: process.env.PATH, HOME: this.dataDir, DIOXUS_PUBLIC_PATH: PUBLIC, RUST_BACKTRACE: '1', ...this.env };
    this.output = '';
    this.child = spawn(BIN, ['serve', '--addr', addr, '--data-dir', this.dataDir], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const link = await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no sign-in link after ${PATIENCE} ms:\n${this.output}`)), PATIENCE);
      const read = (chunk) => {
        this.output += chunk;
        const found = this.output.match(/(https?:\/\/[^\s/]+)(\/signin\?code=[^\s"']+)/);
        if (found) { clearTimeout(late); resolve(found); }
      };
      this.child.stdout.setEncoding('utf8').on('data', read);
      this.child.stderr.setEncoding('utf8').on('data', read);
      this.child.once('error', reject);
      this.child.once('exit', (code) => { clearTimeout(late); reject(new Error(`the server ended with ${code}:\n${this.output}`)); });
    });
    [, this.base, this.signin] = link;
    await this.#ready();
  }

  async #ready() {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const answer = await fetch(`${this.base}/healthz`).catch(() => null);
      if (answer?.ok) return;
      if (Date.now() > end) throw new Error(`/healthz never answered:\n${this.output}`);
      await new Promise((again) => setTimeout(again, 50));
    }
  }

  async #end(signal) {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    await ended;
  }

  /** `kill -9`: nothing is said goodbye to. */
  kill() { return this.#end('SIGKILL'); }

  /** Starts again on the same folder and the same address. */
  restart() { return this.#spawn(new URL(this.base).host); }

  async stop() {
    await this.#end('SIGTERM');
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** A bearer token of that scope, made beside the running server. */
  async token(scope = 'full') {
    const out = await this.run(['token', 'create', '--name', `e2e ${scope}`, '--scope', scope]);
    const found = out.match(/mst_[A-Za-z0-9_-]+/);
    if (!found) throw new Error(`no token in: ${out}`);
    return found[0];
  }

  /** Runs a command of the executable on the same data folder; gives back what it printed. */
  run(args) {
    return new Promise((resolve, reject) => {
      const env = { PATH: process.env.PATH, HOME: this.dataDir, MAESTRO_DATA_DIR: this.dataDir, ...this.env };
      const child = spawn(BIN, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
      let out = '';
      let err = '';
      child.stdout.setEncoding('utf8').on('data', (chunk) => { out += chunk; });
      child.stderr.setEncoding('utf8').on('data', (chunk) => { err += chunk; });
      child.once('error', reject);
      child.once('exit', (code) => (code === 0 ? resolve(out) : reject(new Error(`maestro ${args.join(' ')} ended with ${code}: ${err}`))));
    });
  }

  /** A call of the interface by token; a body is sent as JSON. Fails on any error status. */
  async api(token, method, path, body) {
    const answer = await fetch(this.base + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text && answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  }
}

/** One browser a test file. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS, timeout: PATIENCE });
}

/** A browser context that has opened the one-time link, and so has the cookie. */
export async function signedIn(browser, maestro, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const signin = maestro.signin ?? (await maestro.run(['signin'])).match(/\/signin\?code=[^\s"']+/)[0];
  maestro.signin = null;
  await page.goto(maestro.base + signin, { waitUntil: 'load' });
  const button = page.locator('form button[type=submit]');
  if (new URL(page.url()).pathname === '/signin' && await button.count()) await button.first().click();
  await page.waitForURL((url) => url.pathname !== '/signin');
  await page.close();
  return context;
}

/** A page that writes down what went wrong in it, in `page.faults`. */
export async function watchedPage(context) {
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(`error: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && page.faults.push(`console: ${message.text()}`));
  return page;
}

/** Opens a path and waits until the client is live. */
export async function open(page, maestro, path) {
  await page.goto(maestro.base + path, { waitUntil: 'load' });
  await hydrated(page);
}

/** Waits for the mark that the client sets when it is live. */
export function hydrated(page) {
  return page.waitForFunction(() => performance.getEntriesByName('maestro:hydrated').length > 0, null, { timeout: PATIENCE });
}

/** A peer on a loopback port. `answer(request, body)` gives `{status?, headers?, body}` or null for 404; all requests are kept. */
export async function standIn(answer) {
  const requests = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ method: request.method, url: request.url, headers: request.headers, body });
    const found = await answer(request, body);
    const { status = 200, headers = {}, body: reply = '' } = found ?? { status: 404, body: { message: 'Not Found' } };
    const text = typeof reply === 'string' ? reply : JSON.stringify(reply);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(text);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}`, requests, stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }) };
}
