// Everything on the board without a mouse, and without JavaScript where that is promised.
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

const goalNamed = async (title) => (await maestro.api(token, 'GET', '/api/goals?limit=200')).items.find((goal) => goal.title === title);
const column = (page, name) => page.locator(`#column-${name}`);
const card = (page, title) => page.getByRole('link', { name: title, exact: true });

/** Waits until the server says so. */
async function eventually(what, check) {
  const end = Date.now() + 10_000;
  for (;;) {
    if (await check()) return;
    assert.ok(Date.now() < end, `never happened: ${what}`);
    await new Promise((again) => setTimeout(again, 50));
  }
}

test('a goal is made with three presses and stands on the board', async () => {
  const page = await watchedPage(context);
  await open(page, maestro, '/');
  const start = Date.now();
  await page.keyboard.press('c');
  await page.keyboard.type('Ship the keyboard');
  await page.keyboard.press('Enter');
  await column(page, 'planning').getByRole('link', { name: 'Ship the keyboard' }).waitFor();
  await eventually('the server has the goal', () => goalNamed('Ship the keyboard'));
  assert.ok(Date.now() - start < 30_000);
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('a card moves by its number and comes back by undo', async () => {
  const made = await maestro.api(token, 'POST', '/api/goals', { title: 'Move me' });
  const status = async () => (await maestro.api(token, 'GET', `/api/goals/${made.key}`)).status;
  const page = await watchedPage(context);
  await open(page, maestro, '/');
  await card(page, 'Move me').focus();
  await page.keyboard.press('3');
  await column(page, 'measuring').getByRole('link', { name: 'Move me' }).waitFor();
  await eventually('measuring', async () => (await status()) === 'measuring');
  await page.keyboard.press('Control+z');
  await column(page, 'planning').getByRole('link', { name: 'Move me' }).waitFor();
  await eventually('planning again', async () => (await status()) === 'planning');
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('a card moves by its menu', async () => {
  const made = await maestro.api(token, 'POST', '/api/goals', { title: 'Move me by the menu' });
  const page = await watchedPage(context);
  await open(page, maestro, '/');
  await card(page, 'Move me by the menu').focus();
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: 'Proven' }).locator('visible=true').first().waitFor();
  await page.getByRole('menuitem', { name: 'Proven' }).locator('visible=true').first().press('Enter');
  await eventually('proven', async () => (await maestro.api(token, 'GET', `/api/goals/${made.key}`)).status === 'proven');
  await page.close();
});

test('arrows walk the cards, Enter opens one', async () => {
  const made = await maestro.api(token, 'POST', '/api/goals', { title: 'Open me' });
  const page = await watchedPage(context);
  await open(page, maestro, '/');
  await card(page, 'Open me').focus();
  await page.keyboard.press('ArrowDown');
  const focused = await page.evaluate(() => document.activeElement.closest('[data-card]')?.dataset.card);
  assert.ok(focused && focused !== made.id, 'the focus moved to another card');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/goals/${made.key}`);
  await page.locator('h1', { hasText: 'Open me' }).waitFor();
  await page.close();
});

test('shortcuts are listed, and silent while typing', async () => {
  const page = await watchedPage(context);
  await open(page, maestro, '/');
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await help.waitFor();
  await help.getByText('New goal').waitFor();
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'hidden' });
  await page.keyboard.press('c');
  await page.keyboard.type('g p ? 4');
  assert.equal(await page.evaluate(() => document.activeElement.value), 'g p ? 4');
  assert.equal(new URL(page.url()).pathname, '/');
  await page.close();
});

test('two keys lead to every page, and the palette to every goal', async () => {
  await maestro.api(token, 'POST', '/api/goals', { title: 'Find me by the palette' });
  const page = await watchedPage(context);
  await open(page, maestro, '/');
  for (const [keys, path] of [['gp', '/portfolio'], ['gn', '/inbox'], ['gb', '/']]) {
    await page.keyboard.press(keys[0]);
    await page.keyboard.press(keys[1]);
    await page.waitForURL((url) => url.pathname === path);
  }
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox').locator('visible=true');
  await box.waitFor();
  await page.keyboard.type('find me by');
  await page.getByRole('option', { name: /Find me by the palette/ }).first().waitFor();
  await page.keyboard.press('Escape');
  await box.waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('find me by');
  await page.getByRole('option', { name: /Find me by the palette/ }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('h1', { hasText: 'Find me by the palette' }).waitFor();
  await page.close();
});

test('a goal is made without JavaScript', async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  await plain.addCookies(await context.cookies());
  const page = await plain.newPage();
  await page.goto(`${maestro.base}/`);
  await page.locator('#new-goal-title').fill('Made by a plain form');
  await page.locator('#new-goal-title').press('Enter');
  await page.getByRole('link', { name: 'Made by a plain form' }).waitFor();
  assert.equal((await goalNamed('Made by a plain form')).status, 'planning');
  await plain.close();
});

test('a refused change rolls back and says so', async () => {
  const made = await maestro.api(token, 'POST', '/api/goals', { title: 'Stay where you are' });
  const page = await watchedPage(context);
  await open(page, maestro, '/');
  await page.route('**/rpc/goals/**', (route) => (route.request().url().includes('/board') ? route.continue() : route.fulfill({ status: 500, body: '{}' })));
  await card(page, 'Stay where you are').focus();
  await page.keyboard.press('4');
  await page.locator('.toast[data-failed=true]').waitFor();
  await column(page, 'planning').getByRole('link', { name: 'Stay where you are' }).waitFor();
  assert.equal((await maestro.api(token, 'GET', `/api/goals/${made.key}`)).status, 'planning');
  await page.close();
});
