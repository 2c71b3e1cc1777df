// Dispatch: a sentence becomes a session, what agents ask is answered, what waits is put in order, and the money is told.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { house, until } from './agents.mjs';
import { launch, open, signedIn, watchedPage } from './harness.mjs';
import { inspect } from './inspect.mjs';

let place;
let browser;
let context;
before(async () => {
  place = await house();
  await place.call('POST', '/api/goals', { title: 'Faster start' });
  browser = await launch();
  context = await signedIn(browser, place.maestro);
});
after(async () => {
  await browser?.close();
  await place?.stop();
});

const view = (key) => place.call('GET', `/api/sessions/${key}`);
const status = (key, ...wanted) => until(async () => wanted.includes((await view(key)).status));
const pane = (page, name) => page.locator(`.pane-${name}`);

test('a sentence is understood, looked at, and starts a session', async () => {
  const page = await watchedPage(context);
  await open(page, place.maestro, '/dispatch');
  await page.getByText('No agent works now').waitFor();
  assert.equal(await page.locator('.examples .example').count(), 3);
  await page.locator('.examples-terminal code', { hasText: 'maestro dispatch "start a session on' }).waitFor();
  await page.getByText('You\'ve spent $0.00 today across 0 sessions.').first().waitFor();

  // What is missing stands out, and nothing is started by Enter.
  await page.fill('#command', 'start a session on the payroll');
  await page.locator('.command-chips [data-missing=true]', { hasText: 'Goal' }).waitFor();
  await page.keyboard.press('Enter');
  assert.equal((await place.call('GET', '/api/sessions')).items.length, 0);

  await page.fill('#command', 'start a session on making the start faster for G1, use Claude Code, budget $2');
  await page.locator('.command-chips', { hasText: '$2.00' }).waitFor();
  await page.locator('.command-chips', { hasText: 'Claude Code' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText(/^S\d+ starts$/).waitFor();
  assert.equal(await page.inputValue('#command'), '');
  const [session] = (await place.call('GET', '/api/sessions')).items;
  assert.equal(session.limits.costUsd, 2);
  await page.locator('.ended-row', { hasText: session.key }).waitFor();

  // A question is answered at once.
  await page.fill('#command', 'what did we spend today');
  await page.locator('.command-answer', { hasText: 'You\'ve spent' }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('what an agent asks is answered from the page, and the page follows', async () => {
  const key = await place.dispatch('Ask me', 'call 100000 1000', 'ask touch allowed', 'say Thank you.', 'end Done.');
  const page = await watchedPage(context);
  await open(page, place.maestro, '/dispatch');
  await pane(page, 'live').locator('.live-card', { hasText: key }).waitFor();
  const card = pane(page, 'needs').locator('.ask', { hasText: 'touch allowed' });
  await card.waitFor();
  // Nobody has said yet how much fits into the model: no share is made up.
  await pane(page, 'live').locator('.live-card', { hasText: key }).getByText('101,000 tokens in context').waitFor();
  await page.locator('nav.side a', { hasText: 'Dispatch' }).locator('em', { hasText: '1' }).waitFor();
  await card.getByRole('button', { name: 'Allow once' }).click();
  await page.locator('.ended-row', { hasText: key }).getByText(/finished/).waitFor();
  await pane(page, 'needs').waitFor({ state: 'detached' });
  // Header and sentence tell the same sum as the interface.
  const { sentence } = await place.call('GET', '/api/budget');
  await page.locator('.spend-sentence', { hasText: sentence }).waitFor();
  await page.locator('header.top .spent', { hasText: sentence.match(/\$[\d.]+/)[0] }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('what waits says why, and is put first or taken out', async () => {
  await place.call('PUT', '/api/budget', { parallel: 1 });
  const first = await place.dispatch('Works', 'stay');
  await status(first, 'running');
  const second = await place.dispatch('Waits', 'stay');
  const third = await place.dispatch('Waits too', 'stay');
  const page = await watchedPage(context);
  await open(page, place.maestro, '/dispatch');
  const rows = pane(page, 'queue').locator('.queue-row');
  await rows.filter({ hasText: second }).getByText('Waits for a place: 1 of 1 sessions run').waitFor();
  await page.getByRole('button', { name: `Put ${third} first` }).click();
  await rows.first().filter({ hasText: third }).waitFor();
  await page.getByRole('button', { name: `Remove ${second} from the queue` }).click();
  await rows.filter({ hasText: second }).waitFor({ state: 'detached' });
  // By a sentence: all that run or wait.
  await page.fill('#command', 'stop everything');
  await page.getByRole('button', { name: /^Stop all 2/ }).click();
  await status(first, 'stopped');
  await status(third, 'stopped');
  await place.call('PUT', '/api/budget', { parallel: 4 });
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('how full a context is shows as a ring once the agent has said how much fits', async () => {
  const key = await place.dispatch('Fill it', 'call 48000 210', 'ask touch full', 'end Done.');
  const page = await watchedPage(context);
  await open(page, place.maestro, '/dispatch');
  const card = pane(page, 'live').locator('.live-card', { hasText: key });
  await card.getByRole('img', { name: 'Context 24 % full: 48,210 of 200,000 tokens' }).waitFor();
  await card.getByText('24 % context', { exact: true }).waitFor();
  await pane(page, 'needs').locator('.ask', { hasText: 'touch full' }).getByRole('button', { name: 'Allow once' }).click();
  await status(key, 'succeeded');
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('the queue is put in order by buttons, by the keyboard and by dragging', async () => {
  await place.call('PUT', '/api/budget', { parallel: 1 });
  const runs = await place.dispatch('Works', 'stay');
  await status(runs, 'running');
  const [a, b, c] = [await place.dispatch('One', 'stay'), await place.dispatch('Two', 'stay'), await place.dispatch('Three', 'stay')];
  const page = await watchedPage(context);
  await open(page, place.maestro, '/dispatch');
  // All of it is in view: near its edges a drag scrolls the window.
  await page.setViewportSize({ width: 1440, height: 1400 });
  const order = async () => (await place.call('GET', '/api/dispatch')).queue.map((view) => view.key).join();
  const shows = (...keys) => page.waitForFunction((wanted) => [...document.querySelectorAll('.queue-row')].map((row) => wanted.find((key) => row.textContent.includes(key))).join() === wanted.join(), keys);
  await shows(a, b, c);

  await page.getByRole('button', { name: `Move ${a} down` }).click();
  await shows(b, a, c);
  assert.equal(await order(), [b, a, c].join());
  // The focus goes with the session, so that the next press moves it on.
  await page.waitForFunction((name) => document.activeElement?.getAttribute('aria-label') === name, `Move ${a} down`);
  await page.keyboard.press('Enter');
  await shows(b, c, a);
  assert.equal(await page.getByRole('button', { name: `Move ${a} down` }).getAttribute('aria-disabled'), 'true');

  await page.getByRole('button', { name: `Drag ${a}` }).focus();
  for (const key of ['Space', 'ArrowUp', 'ArrowUp']) await page.keyboard.press(key);
  assert.equal(await order(), [b, c, a].join(), 'nothing happens before it is dropped');
  await page.keyboard.press('Space');
  await shows(a, b, c);

  const [from, to] = [await page.getByRole('button', { name: `Drag ${a}` }).boundingBox(), await page.locator('.queue-row', { hasText: c }).boundingBox()];
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + 40, to.y + to.height / 2, { steps: 8 });
  await page.locator('.queue-row[data-over=true]', { hasText: c }).waitFor();
  assert.equal(await page.locator('.queue-row[data-held=true]').count(), 1);
  await page.mouse.up();
  await shows(b, c, a);
  assert.equal(await order(), [b, c, a].join());
  assert.deepEqual(await inspect(page, false), []);
  for (const key of [a, b, c, runs]) await place.call('POST', `/api/sessions/${key}/stop`);
  await status(runs, 'stopped');
  await place.call('PUT', '/api/budget', { parallel: 4 });
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('the dialog shows what will be told before it starts, and keeps what was typed when it fails', async () => {
  const page = await watchedPage(context);
  await open(page, place.maestro, '/goals/G1');
  await page.keyboard.press('s');
  const dialog = page.locator('#start-session[open]');
  await dialog.waitFor();
  await dialog.locator('.start-goal', { hasText: 'G1' }).waitFor();
  await dialog.getByLabel('What is to be done').fill('Look at the start once more');
  await dialog.locator('.start-facts').waitFor();
  await dialog.locator('summary').click();
  await dialog.locator('.start-words pre', { hasText: 'Look at the start once more' }).waitFor();
  await dialog.getByLabel('Budget in $').fill('five');
  await dialog.getByRole('button', { name: 'Start session' }).click();
  await dialog.locator('.field-error', { hasText: 'amount of dollars' }).waitFor();
  assert.equal(await dialog.getByLabel('What is to be done').inputValue(), 'Look at the start once more');
  await dialog.getByLabel('Budget in $').fill('1.50');
  await dialog.getByRole('button', { name: 'Edit the prompt' }).click();
  await dialog.locator('#start-exact').fill('Only this.');
  await dialog.getByRole('button', { name: 'Start session' }).click();
  await page.waitForURL(/\/sessions\/S\d+/);
  const key = new URL(page.url()).pathname.split('/').pop();
  await status(key, 'succeeded');
  assert.equal((await view(key)).limits.costUsd, 1.5);
  await page.locator('#transcript [data-kind=said]', { hasText: 'Only this.' }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('a goal has its key for a session, and a phone has all of it', async () => {
  const key = await place.dispatch('On a phone', 'ask touch phone', 'end Done.');
  const phone = await signedIn(browser, place.maestro, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await watchedPage(phone);
  await open(page, place.maestro, '/dispatch');
  const card = pane(page, 'needs').locator('.ask', { hasText: 'touch phone' });
  await card.waitFor();
  const order = await page.evaluate(() => ['.spend', '.say', '.pane-needs', '.pane-live', '.pane-queue'].map((part) => document.querySelector(part).getBoundingClientRect().top));
  assert.deepEqual(order, [...order].sort((a, b) => a - b), 'money, words, needs, live, queue');
  assert.ok((await card.getByRole('button', { name: 'Allow once' }).boundingBox()).height >= 44);
  await card.getByRole('button', { name: 'Allow once' }).tap();
  await status(key, 'succeeded');
  assert.deepEqual(page.faults, []);
  await phone.close();
});

test('without a repository the page says what comes first', async () => {
  const { items } = await place.call('GET', '/api/repositories').then((list) => ({ items: list.items ?? list }));
  await place.call('DELETE', `/api/repositories/${items[0].id}`);
  const page = await watchedPage(context);
  await open(page, place.maestro, '/dispatch');
  await page.getByRole('link', { name: 'Allow a repository' }).click();
  await page.waitForURL(/\/settings\/repositories/);
  assert.deepEqual(page.faults, []);
  await page.close();
});
