// Nothing that a person typed or did is lost: drafts, corrections, ways back, and a word when they are signed out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Maestro, launch, open, signedIn, watchedPage } from './harness.mjs';

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

const make = (title) => maestro.api(token, 'POST', '/api/goals', { title });
const focused = (page) => page.evaluate(() => document.activeElement?.id);

test('a measurement is corrected in place, and the correction undone', async () => {
  const goal = await make('A number that was typed wrongly');
  await maestro.api(token, 'POST', `/api/goals/${goal.key}/metrics`, { name: 'Frame drops', before: 12.3, after: 18, unit: 'per second', improve: 'down' });
  const page = await watchedPage(context);
  await open(page, maestro, `/goals/${goal.key}?tab=measurement`);
  await page.getByRole('button', { name: 'Correct Frame drops' }).click();
  const field = page.getByLabel('After', { exact: true });
  assert.match(await focused(page), /-name$/, 'the first field has the focus');
  await field.fill('1.8');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('fell from 12.3 to 1.8').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('rose from 12.3 to 18').waitFor();
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('a draft of the context document outlives its tab', async () => {
  const goal = await make('A document in the making');
  const page = await watchedPage(context);
  await open(page, maestro, `/goals/${goal.key}?tab=context`);
  await page.getByRole('button', { name: 'Write it' }).click();
  await page.locator('#context-text').waitFor();
  await page.keyboard.type('Half a thought');
  await page.getByRole('link', { name: 'Tasks' }).click();
  await page.locator('#new-task').waitFor();
  await page.getByRole('link', { name: 'Context' }).click();
  assert.equal(await page.locator('#context-text').inputValue(), 'Half a thought');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('.prose', { hasText: 'Half a thought' }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('a narrative written again leaves the draft of the last one', async () => {
  const goal = await make('A story with a draft');
  await maestro.api(token, 'POST', `/api/goals/${goal.key}/narratives`, { tone: 'review' });
  const page = await watchedPage(context);
  await open(page, maestro, `/goals/${goal.key}?tab=narrative`);
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.locator('#narrative-text').fill('My own words');
  await page.getByRole('button', { name: 'Write again' }).click();
  const back = page.getByRole('button', { name: 'Go on with your draft' });
  await back.waitFor();
  await back.click();
  assert.equal(await page.locator('#narrative-text').inputValue(), 'My own words');
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('a report given to the wrong goal goes back into the Inbox', async () => {
  const goal = await make('The wrong goal');
  await maestro.api(token, 'POST', '/api/report', { summary: 'Fixed what nobody named' });
  const page = await watchedPage(context);
  await open(page, maestro, '/inbox');
  const report = page.locator('.waiting', { hasText: 'Fixed what nobody named' });
  await report.getByRole('button', { name: 'Other goal…' }).click();
  await page.keyboard.type('wrong goal');
  await report.getByText('The wrong goal').first().click();
  await page.getByText(`Added to ${goal.key}`).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await report.waitFor();
  const { updates } = await maestro.api(token, 'GET', `/api/goals/${goal.key}`);
  assert.deepEqual(updates, []);
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('the palette knows other words for a thing, and every kind of record', async () => {
  const goal = await make('A goal with a task');
  await maestro.api(token, 'POST', `/api/goals/${goal.key}/tasks`, [{ title: 'Untangle the scheduler' }]);
  const page = await watchedPage(context);
  await open(page, maestro, '/');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('scheduler');
  await page.getByRole('option', { name: /Untangle the scheduler/ }).waitFor();
  await page.locator('dialog[open]').getByRole('combobox').fill('webhook');
  await page.getByRole('option', { name: /Settings: Integrations/ }).click();
  await page.waitForURL(/settings\/integrations/);
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('a phone shows the graph of the tasks over the whole screen', async () => {
  const goal = await make('Tasks on a phone');
  await maestro.api(token, 'POST', `/api/goals/${goal.key}/tasks`, [{ title: 'First' }, { title: 'Second', dependsOn: ['#0'] }]);
  const phone = await signedIn(browser, maestro, { viewport: { width: 390, height: 844 }, hasTouch: true });
  const page = await watchedPage(phone);
  await open(page, maestro, `/goals/${goal.key}?tab=tasks`);
  await page.getByRole('button', { name: 'View graph' }).click();
  const node = page.locator('dialog[open] .graph-node').first();
  await node.waitFor();
  const { width } = await node.boundingBox();
  await page.getByRole('button', { name: 'Larger' }).click();
  await page.waitForFunction((before) => document.querySelector('dialog[open] .graph-node').getBoundingClientRect().width > before, width);
  await page.getByRole('button', { name: 'Done', exact: true }).click();
  await node.waitFor({ state: 'hidden' });
  assert.deepEqual(page.faults, []);
  await phone.close();
});

test('a tab says that its person signed out in another', async () => {
  const both = await signedIn(browser, maestro);
  const [here, there] = [await watchedPage(both), await watchedPage(both)];
  await open(here, maestro, '/');
  await open(there, maestro, '/');
  await here.locator('#new-goal-title').fill('Typed before');
  await there.getByRole('button', { name: /Account of/ }).click();
  await there.getByRole('menuitem', { name: 'Sign out' }).click();
  await there.waitForURL(/signin/);
  await here.getByText('You are signed out').waitFor();
  assert.equal(await here.locator('#new-goal-title').inputValue(), 'Typed before');
  await both.close();
});
