// A goal is taken apart: proposed, edited by a person, stored as a whole; and a task that starts by itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Maestro, launch, open, signedIn, watchedPage } from './harness.mjs';

const PLAN = '1. Measure the cold start\n2. Cache the price rules\n3. Tell the team';

let maestro;
let browser;
let token;
let context;
before(async () => {
  maestro = await Maestro.start();
  browser = await launch();
  token = await maestro.token();
  context = await signedIn(browser, maestro);
});
after(async () => {
  await browser?.close();
  await maestro?.stop();
});

const api = (method, path, body) => maestro.api(token, method, path, body);
const make = (title) => api('POST', '/api/goals', { title, description: PLAN });
const tasks = async (goal) => (await api('GET', `/api/goals/${goal.key}`)).tasks;
const quiet = (page) => page.faults.filter((fault) => !/status of (422|502)/.test(fault));

/** Opens the tasks of a goal, and the proposal of the built-in heuristic. */
async function proposed(goal) {
  const page = await watchedPage(context);
  await open(page, maestro, `/goals/${goal.key}?tab=tasks`);
  await page.getByRole('button', { name: 'Propose tasks' }).click();
  await page.getByRole('button', { name: 'Propose', exact: true }).click();
  await page.locator('.propose-row').first().waitFor();
  return page;
}

test('an empty goal offers to propose tasks first, and stores what was edited', async () => {
  const goal = await make('Checkout in a second');
  const page = await proposed(goal);
  await page.getByText('without a model', { exact: false }).first().waitFor();
  assert.equal(await page.locator('.propose-row').count(), 3);
  assert.deepEqual(await tasks(goal), [], 'nothing is stored by proposing');
  await page.getByLabel('Title of task 1').fill('Measure the start');
  await page.locator('.propose-row').first().getByLabel('Estimate in minutes').fill('45');
  await page.getByRole('button', { name: 'Add a task' }).click();
  await page.waitForFunction(() => /^propose-\d+-title$/.test(document.activeElement?.id));
  await page.keyboard.type('Look at it again');
  await page.locator('.propose-row').last().getByLabel('Comes after').selectOption({ label: '1 Measure the start' });
  await page.getByRole('button', { name: 'Add 4 tasks' }).click();
  await page.getByText('Added 4 tasks').waitFor();
  const stored = await tasks(goal);
  const named = (title) => stored.find((task) => task.title === title);
  assert.equal(stored.length, 4);
  assert.equal(named('Measure the start').estimateMinutes, 45);
  assert.deepEqual(named('Look at it again').dependsOn, [named('Measure the start').id]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('No tasks yet', { exact: true }).waitFor();
  assert.deepEqual(await tasks(goal), []);
  assert.deepEqual(quiet(page), []);
  await page.close();
});

test('rows that are removed and moved leave what waits for what', async () => {
  const goal = await make('An order that matters');
  const page = await proposed(goal);
  const row = (n) => page.locator('.propose-row').nth(n - 1);
  for (const n of [1, 2, 3]) {
    await page.getByLabel(`Title of task ${n}`).fill(`Step ${n}`);
    for (const gone of await row(n).locator('.toggle').all()) await gone.click();
  }
  await row(2).getByLabel('Comes after').selectOption({ label: '1 Step 1' });
  await row(3).getByLabel('Comes after').selectOption({ label: '2 Step 2' });
  assert.deepEqual(await row(1).getByLabel('Comes after').locator('option').allTextContents(), ['No other task'], 'a circle is not offered');
  await page.getByRole('button', { name: 'Remove task 2' }).click();
  await page.getByRole('button', { name: 'Move task 2 up' }).click();
  await page.waitForFunction(() => document.querySelector('.propose-row input').value === 'Step 3');
  await page.getByRole('button', { name: 'Add 2 tasks' }).click();
  await page.getByText('Added 2 tasks').waitFor();
  const stored = await tasks(goal);
  const named = (title) => stored.find((task) => task.title === title);
  assert.deepEqual(named('Step 3').dependsOn, [named('Step 1').id]);
  assert.deepEqual(quiet(page), []);
  await page.close();
});

test('what is refused stays as it was typed, and nothing of it is stored', async () => {
  const goal = await make('Refused at first');
  const page = await proposed(goal);
  await page.getByLabel('Title of task 2').fill('');
  await page.locator('.propose-row').first().getByLabel('Estimate in minutes').fill('soon');
  await page.getByRole('button', { name: 'Add 3 tasks' }).click();
  await page.getByText('must be a whole number of minutes').waitFor();
  await page.locator('.propose-row').first().getByLabel('Estimate in minutes').fill('30');
  await page.getByRole('button', { name: 'Add 3 tasks' }).click();
  await page.locator('.propose-row').nth(1).getByText('must not be empty').waitFor();
  assert.deepEqual(await tasks(goal), []);
  await page.getByLabel('Title of task 2').fill('A better title');
  await page.route('**/rpc/plan/accept', (route) => route.fulfill({ status: 502, body: 'gone' }));
  await page.getByRole('button', { name: 'Add 3 tasks' }).click();
  await page.getByText('Nothing was added').waitFor();
  await page.unroute('**/rpc/plan/accept');
  await page.getByRole('button', { name: 'Close' }).last().click();
  await page.getByRole('link', { name: 'Context' }).click();
  await page.getByRole('link', { name: 'Tasks' }).click();
  await page.getByRole('button', { name: 'Propose tasks' }).click();
  assert.equal(await page.getByLabel('Title of task 2').inputValue(), 'A better title', 'the draft outlives dialog and tab');
  await page.getByRole('button', { name: 'Add 3 tasks' }).click();
  await page.getByText('Added 3 tasks').waitFor();
  assert.equal((await tasks(goal)).length, 3);
  assert.deepEqual(quiet(page), []);
  await page.close();
});

test('a proposal that fails keeps what was asked for', async () => {
  const goal = await make('No answer at first');
  const page = await watchedPage(context);
  await open(page, maestro, `/goals/${goal.key}?tab=tasks`);
  await page.getByRole('button', { name: 'Propose tasks' }).click();
  await page.getByLabel(/kept in mind/).fill('Two tasks at most');
  await page.route('**/rpc/plan/decompose', (route) => route.fulfill({ status: 502, body: 'gone' }));
  await page.getByRole('button', { name: 'Propose', exact: true }).click();
  await page.getByText('Nothing was proposed').waitFor();
  assert.equal(await page.getByLabel(/kept in mind/).inputValue(), 'Two tasks at most');
  assert.deepEqual(quiet(page), []);
  await page.close();
});

test('a task is told to start when it is ready, and the press is undone', async () => {
  const goal = await api('POST', '/api/goals', { title: 'A chain' });
  const [task] = await api('POST', `/api/goals/${goal.key}/tasks`, [{ title: 'First' }]).then((made) => made.items ?? made);
  const page = await watchedPage(context);
  await open(page, maestro, `/goals/${goal.key}?tab=tasks`);
  const toggle = page.getByRole('button', { name: `Start when ready, ${task.key}` });
  await toggle.click();
  await page.getByText(`${task.key} starts by itself`).waitFor();
  assert.equal((await tasks(goal))[0].startWhenReady, true);
  assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator(`[aria-label="Start when ready, ${task.key}"][aria-pressed=false]`).waitFor();
  assert.deepEqual(quiet(page), []);
  await page.close();
});
