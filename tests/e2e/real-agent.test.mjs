// The whole way with the real Claude Code and a scripted model: a task is started in the browser, what the agent asks is
// answered there, its commit is linked, and the next task starts by itself. Passes over where `TEST_CLAUDE` is not set.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { STANDIN, house, until } from './agents.mjs';
import { launch, open, signedIn, watchedPage } from './harness.mjs';

const CLAUDE = process.env.TEST_CLAUDE;
const skip = CLAUDE ? false : 'TEST_CLAUDE is not set';

let desk;
let model;
let place;
let browser;
before(async () => {
  if (skip) return;
  desk = await realpath(await mkdtemp(join(tmpdir(), 'maestro-real-')));
  model = spawn(STANDIN, ['model'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [url] = await new Promise((resolve) => createInterface(model.stdout).once('line', (line) => resolve([line])));
  place = await house(await wrapped(url));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await place?.stop();
  model?.stdin.end();
  if (desk) await rm(desk, { recursive: true, force: true });
});

/** Claude Code with a cleared environment, an empty home, a made-up key, and a model on loopback. */
async function wrapped(url) {
  const home = join(desk, 'home');
  await mkdir(home);
  const script = `#!/bin/sh
for name in $(env | sed -n 's/^\\([A-Za-z_][A-Za-z0-9_]*\\)=.*/\\1/p'); do
  case $name in PATH | MAESTRO_* | GIT_CONFIG_* | CLAUDE_CODE_* | DISABLE_AUTOUPDATER) ;; *) unset "$name" ;; esac
done
export HOME='${home}' TMPDIR='${home}' GIT_CONFIG_NOSYSTEM=1 ANTHROPIC_BASE_URL='${url}' ANTHROPIC_API_KEY=made-up-key
exec '${CLAUDE}' "$@"
`;
  const path = join(desk, 'claude');
  await writeFile(path, script);
  await chmod(path, 0o700);
  return path;
}

const says = (...turns) => model.stdin.write(turns.map((turn) => `${turn}\n`).join(''));
const view = (key) => place.call('GET', `/api/sessions/${key}`);

test('from a task to the next one, with the real agent and a real browser', { skip }, async () => {
  await place.call('POST', '/api/goals', { title: 'A greeting' });
  await place.call('POST', '/api/goals/G1/tasks', [
    { title: 'Say hello', complexity: 'complex' },
    { title: 'Mend the greeting', complexity: 'complex', dependsOn: ['#0'], startWhenReady: true },
  ]);
  const worktree = join(await realpath(place.maestro.dataDir), 'worktrees', 't1-say-hello');
  says(`write ${join(worktree, 'hello.txt')} hello`, "run git add hello.txt && git commit -q -m 'Say hello'", 'say The greeting is in hello.txt.',
    "run echo 'hello, you' > you.txt && git add you.txt && git commit -q -m 'Greet you'", 'say Mended.');

  const page = await watchedPage(await signedIn(browser, place.maestro));
  await open(page, place.maestro, '/goals/G1');
  await page.keyboard.press('s');
  await page.locator('#start-task').selectOption('T1');
  await page.locator('.start-facts', { hasText: 'claude-opus-5-5' }).waitFor();
  await page.locator('#start-session').getByRole('button', { name: 'Start session' }).click();
  await page.waitForURL(/\/sessions\/S1/);

  // The edit shows its diff, the commit its command; each is allowed with a press.
  const card = page.locator('.ask[data-open=true]');
  await card.getByText('hello.txt').first().waitFor();
  await card.getByText('+hello').first().waitFor();
  await card.getByRole('button', { name: 'Allow once' }).click();
  await card.getByText("git commit -q -m 'Say hello'").first().waitFor();
  await card.getByRole('button', { name: 'Allow once' }).click();
  await page.locator('.session-state .pill', { hasText: 'Done' }).waitFor();
  await page.locator('.session-state', { hasText: 'finished, 1 commit' }).waitFor();

  // The next one started by itself, and asks in Dispatch.
  await open(page, place.maestro, '/dispatch');
  const next = page.locator('.pane-needs .ask', { hasText: 'Greet you' });
  await next.waitFor();
  await next.getByRole('button', { name: 'Allow once' }).click();
  await until(async () => (await view('S2')).status === 'succeeded');

  const [first, second] = [await view('S1'), await view('S2')];
  const git = (...args) => execFileSync('git', args, { cwd: place.folder, encoding: 'utf8' }).trim();
  assert.equal(git('show', `${first.branch}:hello.txt`), 'hello');
  assert.equal(git('rev-parse', first.branch), first.commits[0].sha);
  // Its own figure: 1,000 tokens in at $4 a million and 100 out at $20, for each of three calls and of two.
  assert.deepEqual([first.costUsd, first.costSource, second.costUsd, second.automatic], [0.018, 'agent', 0.012, true]);
  const { sentence } = await place.call('GET', '/api/budget');
  await page.locator('.spend-sentence', { hasText: sentence }).waitFor();

  await open(page, place.maestro, '/goals/G1?tab=timeline');
  for (const told of ['Say hello', 'Greet you', 'S1: Say hello', 'S2: Mend the greeting']) await page.getByText(told).first().waitFor();
  assert.deepEqual(page.faults, []);
  await page.close();
});
