// The goal page as it is reached by a press, not by its address: then the client alone draws it.
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

/** Opens the board, then a new goal by pressing its card. */
async function pressed(title) {
  const goal = await maestro.api(token, 'POST', '/api/goals', { title });
  const page = await watchedPage(context);
  await open(page, maestro, '/');
  await page.getByRole('link', { name: title }).click();
  await page.locator('h1', { hasText: title }).waitFor();
  return { page, goal };
}

test('facts are changed where they stand', async () => {
  const { page, goal } = await pressed('Facts of a goal');
  await page.getByRole('button', { name: /Due date/ }).click();
  await page.locator('#goal-due').fill('2027-03-01');
  await page.locator('#goal-due').press('Enter');
  await page.getByRole('button', { name: /Due date.*1 Mar/ }).waitFor();
  await page.getByRole('button', { name: /^Project/ }).click();
  await page.locator('#goal-project').fill('Troy');
  // Leaving one field for the next: the press must not miss.
  await page.getByRole('button', { name: /^Tags/ }).click();
  await page.locator('#goal-tags').waitFor();
  await page.getByRole('button', { name: /^Project.*Troy/ }).waitFor();
  // The page shows it before the server has it.
  let saved;
  do saved = await maestro.api(token, 'GET', `/api/goals/${goal.key}`); while (saved.project === null);
  assert.deepEqual([saved.dueOn, saved.project], ['2027-03-01', 'Troy']);
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('the page has its own keys', async () => {
  const { page } = await pressed('Keys of a goal');
  await page.keyboard.press('2');
  await page.locator('main').getByText('In progress').first().waitFor();
  await page.keyboard.press(']');
  await page.waitForURL(/tab=tasks/);
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('the graph is drawn by the client, too', async () => {
  const { page, goal } = await pressed('Graph of a goal');
  await maestro.api(token, 'POST', `/api/goals/${goal.key}/tasks`, [{ title: 'First' }, { title: 'Second', dependsOn: ['#0'] }]);
  await page.getByRole('link', { name: 'Tasks' }).click();
  const node = page.locator('.graph-node').first();
  await node.waitFor();
  assert.ok((await node.boundingBox()).width > 100, 'a box, not only arrows');
  await page.close();
});

test('a goal is created and opened in one go', async () => {
  const page = await watchedPage(context);
  await open(page, maestro, '/');
  await page.keyboard.press('c');
  await page.keyboard.type('Opened at once');
  await page.keyboard.press('Control+Enter');
  await page.locator('h1', { hasText: 'Opened at once' }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('what cannot be loaded or saved says so, and loses nothing', async () => {
  const { page } = await pressed('Behind a dead server');
  await open(page, maestro, '/');
  await page.route('**/rpc/goals/**', (route) => route.abort());
  await page.keyboard.press('c');
  await page.keyboard.type('Not sent');
  await page.keyboard.press('Enter');
  await page.getByText('The goal was not created').waitFor();
  assert.equal(await page.locator('#new-goal-title').inputValue(), 'Not sent');
  await page.getByRole('link', { name: 'Behind a dead server' }).click();
  await page.getByText('This page could not be loaded').waitFor();
  await page.unroute('**/rpc/goals/**');
  // The offer to try again holds on every page.
  await page.getByRole('button', { name: 'Retry' }).last().click();
  await page.getByText(/Created G\d/).waitFor();
  assert.deepEqual(page.faults.filter((fault) => !fault.includes('Failed to load resource')), []);
  await page.close();
});

test('on the way back the page stands where it was', async () => {
  for (let i = 0; i < 30; i++) await maestro.api(token, 'POST', '/api/goals', { title: `One of many ${i}` });
  const page = await watchedPage(context);
  await open(page, maestro, '/');
  const card = page.getByRole('link', { name: 'One of many 3', exact: true });
  await card.scrollIntoViewIfNeeded();
  const at = await page.evaluate(() => scrollY);
  assert.ok(at > 500);
  await card.click();
  await page.locator('h1', { hasText: 'One of many 3' }).waitFor();
  await page.goBack();
  await page.waitForFunction((wanted) => Math.abs(scrollY - wanted) < 40, at);
  await page.close();
});
