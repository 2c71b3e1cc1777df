// The board: a goal moved by mouse, finger and handle, taken back, and never lost when the server refuses.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Maestro, launch, open, signedIn, watchedPage } from './harness.mjs';

let maestro;
let browser;
let context;
let page;
let token;
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
beforeEach(async () => {
  await page?.close();
  page = await watchedPage(context);
});

const make = (title, status = 'planning') => maestro.api(token, 'POST', '/api/goals', { title, status });
const status = async (key) => (await maestro.api(token, 'GET', `/api/goals/${key}`)).status;
const card = (id) => page.locator(`[data-card="${id}"]`);
const inColumn = (column, id) => page.locator(`#column-${column} [data-card="${id}"]`).waitFor();
/** Asks until the server says so: the page shows a change before it is stored. */
async function stored(key, wanted) {
  for (let i = 0; i < 100; i++) {
    if (await status(key) === wanted) return;
    await page.waitForTimeout(100);
  }
  assert.equal(await status(key), wanted);
}

test('a card moves by key, by menu, by mouse and by the keyboard at its handle', async () => {
  const { id, key } = await make('Goes everywhere');
  await open(page, maestro, '/');
  await page.locator(`#card-${id}`).focus();
  await page.keyboard.press('2');
  await inColumn('in-progress', id);
  await stored(key, 'in-progress');

  await card(id).hover();
  await page.locator(`#move-${id}-trigger`).click();
  await page.locator(`#move-${id}`).getByRole('menuitem', { name: 'Measuring' }).click();
  await inColumn('measuring', id);
  await stored(key, 'measuring');

  await card(id).hover();
  await page.locator(`#handle-${id}`).hover();
  await page.mouse.down();
  const box = await page.locator('#column-proven').boundingBox();
  await page.mouse.move(box.x + 60, box.y + 60, { steps: 8 });
  await page.mouse.up();
  await inColumn('proven', id);
  await stored(key, 'proven');

  await page.locator(`#handle-${id}`).focus();
  for (const press of [' ', 'ArrowLeft', 'ArrowLeft', ' ']) await page.keyboard.press(press);
  await inColumn('in-progress', id);
  await stored(key, 'in-progress');
  assert.deepEqual(page.faults, []);
});

test('what was done is undone by Ctrl Z', async () => {
  const { id, key } = await make('Comes back');
  await open(page, maestro, '/');
  await page.locator(`#card-${id}`).focus();
  await page.keyboard.press('4');
  await page.getByText(`Moved ${key} to Proven`).waitFor();
  await page.locator('h1').focus();
  await page.keyboard.press('Control+z');
  await inColumn('planning', id);
  await page.locator(`#card-${id}`).focus();
  await page.keyboard.press('Backspace');
  await page.getByText(`Archived ${key}`).waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await inColumn('planning', id);
});

test('a move shows at once, and goes back with a word when the server refuses', async () => {
  const { id } = await make('Stays where it is');
  await open(page, maestro, '/');
  let refuse = true;
  await page.route('**/rpc/goals/change', async (route) => {
    await new Promise((done) => setTimeout(done, 1_000));
    return refuse ? route.fulfill({ status: 500, body: '{}' }) : route.continue();
  });
  await page.locator(`#card-${id}`).focus();
  const pressed = Date.now();
  await page.keyboard.press('3');
  await inColumn('measuring', id);
  assert.ok(Date.now() - pressed < 900, 'it waited for the server');
  await page.getByText('The goal was not moved').waitFor();
  await inColumn('planning', id);
  refuse = false;
  await page.getByRole('button', { name: 'Retry' }).click();
  await inColumn('measuring', id);
});

test('what others do appears without a reload, and the filters stay in the address', async () => {
  await open(page, maestro, '/?q=unheard');
  await page.getByText('No goals match').waitFor();
  const { id } = await make('Unheard of');
  await inColumn('planning', id);
  await page.fill('#board-search', 'something else');
  await card(id).waitFor({ state: 'detached' });
  await page.waitForURL(/q=something%20else/);
});

test('the palette opens over anything and leads to a goal', async () => {
  const { key } = await make('Findable by its words');
  await open(page, maestro, '/');
  await page.focus('#new-goal-title');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill('findable');
  await page.getByRole('option', { name: /Findable by its words/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/goals/${key}`);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
});

test('a finger drags a card to a column of the phone', async () => {
  const { id, key } = await make('Dragged by a finger');
  const phone = await browser.newContext({
    storageState: await context.storageState(), viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, reducedMotion: 'reduce',
  });
  page = await watchedPage(phone);
  await open(page, maestro, '/');
  const from = await page.locator(`#handle-${id}`).boundingBox();
  const to = await page.locator('.phone-columns [data-status=measuring]').boundingBox();
  const touch = await phone.newCDPSession(page);
  const at = (box, share) => ({ x: from.x + 22 + (box.x + 22 - from.x - 22) * share, y: from.y + 22 + (box.y + 22 - from.y - 22) * share });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at(to, 0)] });
  for (const share of [0.2, 0.4, 0.6, 0.8, 1]) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [at(to, share)] });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await stored(key, 'measuring');
  assert.deepEqual(page.faults, []);
  await phone.close();
});
