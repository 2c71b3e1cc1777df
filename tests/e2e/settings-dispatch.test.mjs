// Where agents may work, what they may spend, and which one gets a task: set by a person, kept by the server, undone by a press.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Maestro, launch, open, signedIn, watchedPage } from './harness.mjs';

const git = (...args) => promisify(execFile)('git', args);

let maestro;
let browser;
let token;
let context;
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maestro-e2e-repository-'));
  await git('init', '--quiet', '--initial-branch', 'trunk', folder);
  await git('-C', folder, '-c', 'user.name=e2e', '-c', 'user.email=e2e@example.org', 'commit', '--quiet', '--allow-empty', '-m', 'Begin');
  maestro = await Maestro.start();
  browser = await launch();
  token = await maestro.token();
  context = await signedIn(browser, maestro);
});
after(async () => {
  await browser?.close();
  await maestro?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const api = (method, path, body) => maestro.api(token, method, path, body);
const budget = () => api('GET', '/api/budget');
const rules = async () => (await api('GET', '/api/routing')).rules.map((rule) => rule.name);
const quiet = (page) => page.faults.filter((fault) => !/status of (422|502)/.test(fault));

async function visit(path) {
  const page = await watchedPage(context);
  await open(page, maestro, path);
  return page;
}

test('a repository is allowed, refused with its reason, and removed with a way back', async () => {
  const page = await visit('/settings/repositories');
  await page.getByText('No repository is allowed yet').waitFor();
  const path = page.getByLabel(/^Path of the repository/);
  await path.fill(`${folder}/nowhere`);
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  await page.getByText('cannot be opened').waitFor();
  assert.equal(await path.inputValue(), `${folder}/nowhere`, 'what was typed stays');
  await path.fill(folder);
  await page.getByLabel('Base branch').fill('no-such-branch');
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  await page.locator('#repository-base-error').waitFor();
  await page.getByLabel('Base branch').fill('trunk');
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  const row = page.locator('.repository', { hasText: folder });
  await row.getByText('trunk').waitFor();
  assert.equal(await path.inputValue(), '');
  await row.getByRole('button', { name: /^Remove/ }).click();
  await row.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await row.getByText('trunk').waitFor();
  const { items } = await api('GET', '/api/repositories');
  assert.deepEqual(items.map((item) => [item.path.endsWith(folder.split('/').pop()), item.base]), [[true, 'trunk']]);
  assert.deepEqual(quiet(page), []);
  await page.close();
});

test('caps are set, what they mean is said before, and raising one is asked about', async () => {
  const page = await visit('/settings/budgets');
  await page.locator('#content').getByText('No daily budget is set.').waitFor();
  const day = page.getByLabel('A day, in dollars', { exact: true });
  await day.fill('lots');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('must be an amount of dollars').waitFor();
  assert.equal(await day.inputValue(), 'lots');
  await day.fill('10');
  await page.getByText('In the last 30 days it would have stopped nothing.').waitFor();
  await page.getByLabel('Time zone').fill('Middle/Earth');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('there is no time zone called Middle/Earth').waitFor();
  assert.equal(await day.inputValue(), '10');
  await page.getByLabel('Time zone').fill('Europe/Vienna');
  await page.getByLabel('Each task, in dollars').fill('2.50');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('#content').getByText('Budget remaining: $10.00.').waitFor();
  const { caps } = await budget();
  assert.deepEqual([caps.dayUsd, caps.perTaskUsd, caps.timeZone], [10, 2.5, 'Europe/Vienna']);
  // Its notice goes, so that the only Undo below is that of the next one.
  await page.locator('.toast', { hasText: 'Budget saved' }).getByRole('button', { name: 'Dismiss' }).click();
  await day.fill('20');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('A day: from $10.00 to $20.00').waitFor();
  await page.getByRole('button', { name: 'Keep the cap' }).click();
  assert.equal((await budget()).caps.dayUsd, 10);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Raise it' }).click();
  await page.locator('#content').getByText('Budget remaining: $20.00.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('#content').getByText('Budget remaining: $10.00.').waitFor();
  assert.equal(await day.inputValue(), '10', 'the field follows');
  assert.deepEqual(quiet(page), []);
  await page.close();
});

test('what somebody else changes does not touch what is being typed', async () => {
  const page = await visit('/settings/budgets');
  await page.getByLabel('Each goal, in dollars').fill('7');
  await api('PUT', '/api/budget', { dayUsd: 12 });
  await page.locator('#content').getByText('Budget remaining: $12.00.').waitFor();
  assert.equal(await page.getByLabel('A day, in dollars', { exact: true }).inputValue(), '12');
  assert.equal(await page.getByLabel('Each goal, in dollars').inputValue(), '7');
  assert.deepEqual(quiet(page), []);
  await page.close();
});

test('a goal gets a cap of its own', async () => {
  const goal = await api('POST', '/api/goals', { title: 'An expensive goal' });
  const page = await visit('/settings/budgets');
  await page.getByRole('button', { name: 'Cap a goal' }).click();
  await page.keyboard.type('expensive');
  await page.getByRole('option', { name: /An expensive goal/ }).click();
  await page.getByLabel(`Cap of ${goal.key}, in dollars`).fill('3');
  await page.getByRole('button', { name: `Save the cap of ${goal.key}` }).click();
  await page.getByText('$0.00 of $3.00').waitFor();
  assert.equal((await budget()).caps.goals[goal.id], 3);
  assert.deepEqual(quiet(page), []);
  await page.close();
});

test('rules are moved, written, tried and removed', async () => {
  const page = await visit('/settings/routing');
  await page.getByRole('button', { name: 'Move “complex work” down' }).click();
  await page.waitForFunction(() => document.querySelector('.rule-name').textContent === 'simple work');
  await page.waitForFunction(() => document.activeElement?.id.startsWith('rule-complex-work-0'));
  await page.getByText('Moved “complex work” down').waitFor();
  assert.deepEqual(await rules(), ['simple work', 'complex work', 'plain coding']);
  await page.keyboard.press('Control+z');
  await page.waitForFunction(() => document.querySelector('.rule-name').textContent === 'complex work');

  await page.getByRole('button', { name: 'Add a rule' }).click();
  const form = page.locator('.rule-form');
  await form.getByLabel('It says one of these words').fill('docs, readme');
  await form.getByLabel('Model').fill('haiku');
  await form.getByRole('button', { name: 'Save the rule' }).click();
  await form.locator('#rule-new-name-error').waitFor();
  assert.equal(await form.getByLabel('Model').inputValue(), 'haiku', 'what was typed stays');
  await form.getByLabel('Name').fill('documents');
  await form.getByRole('button', { name: 'medium' }).click();
  await form.getByLabel('At most, in dollars').fill('0.50');
  await form.getByRole('button', { name: 'Save the rule' }).click();
  const added = page.locator('.rule', { hasText: 'documents' });
  await added.getByText('Claude Code, claude-haiku-5-5').waitFor();
  await added.getByText('When the task is medium, and it says “docs” or “readme”').waitFor();
  assert.deepEqual(await rules(), ['complex work', 'simple work', 'plain coding', 'documents']);

  await page.getByLabel('Title of a task').fill('Write the readme');
  await page.getByRole('button', { name: 'Try it' }).click();
  const tried = page.locator('.tried');
  await tried.getByText('the task says “readme”').waitFor();
  await tried.getByText('at most $0.50').waitFor();
  await tried.getByText('no session with this agent and model has ended yet').waitFor();

  await added.getByRole('button', { name: 'Remove “documents”' }).click();
  await added.waitFor({ state: 'detached' });
  await page.locator('.toast', { hasText: 'Removed “documents”' }).getByRole('button', { name: 'Undo' }).click();
  await added.waitFor();
  assert.deepEqual(quiet(page), []);
  await page.close();
});

test('a rule that cannot be saved stays open with everything in it', async () => {
  const page = await visit('/settings/routing');
  await page.getByRole('button', { name: 'Edit “simple work”' }).click();
  const form = page.locator('.rule-form');
  await form.getByLabel('Name').fill('quick work');
  await page.route('**/rpc/money/set-routing', (route) => route.fulfill({ status: 502, body: 'gone' }));
  await form.getByRole('button', { name: 'Save the rule' }).click();
  await form.getByText('Not saved').waitFor();
  assert.equal(await form.getByLabel('Name').inputValue(), 'quick work');
  await page.unroute('**/rpc/money/set-routing');
  await form.getByRole('button', { name: 'Save the rule' }).click();
  await form.waitFor({ state: 'detached' });
  await page.locator('.rule-name', { hasText: 'quick work' }).waitFor();
  assert.ok((await rules()).includes('quick work'));
  assert.deepEqual(quiet(page), []);
  await page.close();
});

test('what holds otherwise and with little money is changed', async () => {
  const page = await visit('/settings/routing');
  await page.getByRole('button', { name: 'Edit “When the budget is short”' }).click();
  await page.getByLabel(/less than this share/).fill('35');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('while less than 35 % of the day’s budget is left').waitFor();
  await page.getByRole('button', { name: 'Edit “Otherwise”' }).click();
  await page.getByLabel('Agent', { exact: true }).selectOption('codex');
  await page.getByLabel('Model', { exact: true }).fill('luna');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Codex, gpt-6-luna').waitFor();
  const { fallback, cheaperBelowPercent } = await api('GET', '/api/routing');
  assert.deepEqual([fallback.agent, fallback.model, cheaperBelowPercent], ['codex', 'gpt-6-luna', 35]);
  assert.deepEqual(quiet(page), []);
  await page.close();
});

test('the palette leads to each of them', async () => {
  const page = await visit('/');
  for (const [typed, name, path] of [['allow', 'Settings: Repositories', 'repositories'], ['budgets', 'Settings: Budgets', 'budgets'], ['routing', 'Settings: Model routing', 'routing']]) {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(typed);
    await page.getByRole('option', { name }).click();
    await page.waitForURL(new RegExp(`settings/${path}`));
    await page.getByRole('navigation', { name: 'Settings' }).locator('[aria-current=page]').waitFor();
  }
  assert.deepEqual(quiet(page), []);
  await page.close();
});
