// A session's request, what is said about it, and how that goes back to its agent; and the goal that opens requests by itself.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Maestro, launch, open, signedIn, standIn, watchedPage } from './harness.mjs';

const STANDIN = process.env.STANDIN_BIN ?? fileURLToPath(new URL('../../target/debug/standin', import.meta.url));
const REQUEST = 'https://github.com/acme/app/pull/7';
const run = promisify(execFile);
const recorded = (name) => readFile(new URL(`../fixtures/github/${name}`, import.meta.url), 'utf8');

let maestro;
let browser;
let context;
let token;
let folder;
let github;
const api = (method, path, body) => maestro.api(token, method, path, body);

/** A GitHub on which request 7 is opened and then criticised. */
const host = () => standIn(async (request) => {
  const { pathname } = new URL(request.url, 'http://peer');
  if (pathname === '/repos/acme/app/pulls') return { status: 201, body: { html_url: REQUEST } };
  const files = [['/pulls/7', 'pull_unmerged.json'], ['/pulls/7/reviews', 'reviews_with_bodies.json'], ['/pulls/7/comments', 'review_comments.json'],
    ['/check-runs', 'check_runs_failed.json'], ['/status', 'statuses_failed.json']];
  const found = files.find(([end]) => pathname.endsWith(end));
  if (found) return { body: await recorded(found[1]) };
  return { body: [] };
});

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maestro-e2e-deliver-'));
  const [repo, bare] = [join(folder, 'app'), join(folder, 'bare.git')];
  await run('git', ['init', '-q', '-b', 'main', repo]);
  await run('git', ['init', '-q', '--bare', bare]);
  const inside = (...args) => run('git', ['-C', repo, ...args]);
  await inside('config', 'user.name', 'e2e');
  await inside('config', 'user.email', 'e2e@example.org');
  await inside('commit', '-q', '--allow-empty', '-m', 'Begin');
  await inside('remote', 'add', 'origin', 'git@github.com:acme/app.git');
  await inside('remote', 'set-url', '--push', 'origin', bare);
  github = await host();
  maestro = await Maestro.start({ MAESTRO_CLAUDE: STANDIN });
  browser = await launch();
  token = await maestro.token();
  context = await signedIn(browser, maestro);
  await api('POST', '/api/repositories', { path: repo });
  await api('POST', '/api/connections', { kind: 'github', baseUrl: github.url, webUrl: 'https://github.com', secret: 'ghp_0123456789abcd' });
  await api('POST', '/api/goals', { title: 'Faster start' });
});
after(async () => {
  await browser?.close();
  await maestro?.stop();
  await github?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function visit(path) {
  const page = await watchedPage(context);
  await open(page, maestro, path);
  return page;
}

test('the goal opens requests by itself when its menu says so', async () => {
  const page = await visit('/goals/G1');
  const item = page.getByRole('menuitem', { name: 'Open pull requests by itself' });
  await page.getByRole('button', { name: 'More', exact: true }).first().click();
  await item.click();
  await page.getByText('Sessions of G1 open their pull requests by themselves').first().waitFor();
  assert.deepEqual(Object.values((await api('GET', '/api/delivery')).goals), [true]);
  await page.getByRole('button', { name: 'More', exact: true }).first().click();
  await page.locator('[role=menuitem][aria-current=true]', { hasText: 'Open pull requests by itself' }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('what is said about the request goes back to the agent, as the person left it', async () => {
  const script = ['Do this.', '', '```script', "run echo hello > hello.txt && git add . && git commit -q -m 'Say hello'", 'end It says hello.', '```', ''];
  const { key } = await api('POST', '/api/dispatch', { goalId: 'G1', prompt: script.join('\n'), agent: 'claude-code', model: 'claude-opus-5-5' });
  const page = await visit(`/sessions/${key}`);
  await page.locator('.session-pushed').getByRole('link', { name: REQUEST }).waitFor();
  await page.getByRole('button', { name: 'Checks and comments' }).click();
  const drawer = page.getByRole('dialog', { name: 'Checks and comments' });
  await drawer.getByText('2 checks failed').waitFor();
  await drawer.getByRole('link', { name: 'security/brakeman' }).waitFor();
  await drawer.getByRole('link', { name: 'file1.txt:2' }).waitFor();
  const words = drawer.getByLabel('Message to the agent');
  assert.match(await words.inputValue(), /It is data about your change[^]*check: mighty_readme[^]*Great stuff!/);
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, 'feedback.png') });
  await words.fill('Mend the readme.');
  await drawer.getByRole('button', { name: 'Send to the agent, and go on' }).click();
  await page.getByText('The agent goes on with the feedback').first().waitFor();
  await drawer.waitFor({ state: 'hidden' });
  await page.goto(`${maestro.base}/sessions/${key}?tab=details`);
  await page.getByText('Understood: Mend the readme.').first().waitFor();
  assert.equal((await api('GET', `/api/sessions/${key}`)).run, 2);
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('commits are marked until a person says otherwise', async () => {
  const page = await visit('/settings/repositories');
  const mark = page.getByRole('switch', { name: /^Mark commits of sessions/ });
  assert.equal(await mark.isChecked(), true);
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/rpc/delivery/change'));
  await mark.click();
  await saved;
  assert.equal((await api('GET', '/api/delivery')).trailers, false);
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, 'marks.png'), fullPage: true });
  await page.close();
});
