// The page follows the server, also over a crash of it.
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

/** Keeps the number of every event that reaches the page, in `window.seen`. */
function keepNumbers() {
  window.seen = [];
  const Native = window.EventSource;
  window.EventSource = class extends Native {
    constructor(...given) {
      super(...given);
      super.addEventListener('message', (event) => window.seen.push(Number(event.lastEventId)));
    }
  };
}

const report = (summary, goal) => maestro.api(token, 'POST', '/api/report', { goalId: goal, summary });
const shown = (page, title) => page.getByRole('link', { name: title, exact: true }).waitFor();

test('what somebody else does appears without a reload', async () => {
  const page = await watchedPage(context);
  await open(page, maestro, '/');
  await page.evaluate(() => { window.notReloaded = true; });
  const before = Date.now();
  await maestro.api(token, 'POST', '/api/goals', { title: 'Made elsewhere' });
  await shown(page, 'Made elsewhere');
  assert.ok(Date.now() - before < 5_000);
  assert.equal(await page.evaluate(() => window.notReloaded), true);
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('two tabs show the same', async () => {
  const goal = await maestro.api(token, 'POST', '/api/goals', { title: 'Seen twice' });
  const pages = [await watchedPage(context), await watchedPage(context)];
  for (const page of pages) await open(page, maestro, '/');
  await maestro.api(token, 'PATCH', `/api/goals/${goal.key}`, { status: 'measuring' });
  for (const page of pages) await page.locator('#column-measuring').getByRole('link', { name: 'Seen twice' }).waitFor();
  for (const page of pages) await page.close();
});

test('after a crash of the server the stream goes on without a gap and without a repeat', async () => {
  const goal = await maestro.api(token, 'POST', '/api/goals', { title: 'Survive the crash' });
  const page = await context.newPage();
  await page.addInitScript(keepNumbers);
  await open(page, maestro, '/');
  for (let i = 0; i < 5; i++) await report(`before the crash ${i}`, goal.key);
  await page.waitForFunction(() => window.seen.length >= 5);

  await maestro.kill();
  await page.getByText('The connection to Maestro is lost').waitFor();
  await maestro.restart();
  // Written before the page can have come back.
  await Promise.all([0, 1, 2, 3, 4].map((i) => report(`after the crash ${i}`, goal.key)));
  await maestro.api(token, 'POST', '/api/goals', { title: 'Made after the crash' });
  await shown(page, 'Made after the crash');
  await page.getByText('The connection to Maestro is lost').waitFor({ state: 'hidden' });

  const seen = await page.evaluate(() => window.seen);
  assert.deepEqual(seen, Array.from({ length: seen.length }, (_, i) => seen[0] + i), 'each number once, none left out');
  await page.close();
});

test('an answer that never comes holds up none of the later ones', async () => {
  const page = await watchedPage(context);
  await open(page, maestro, '/inbox');
  await page.clock.install();
  let asked = 0;
  // The first question stays without an answer, as on a phone that slept.
  await page.route('**/rpc/inbox/list', (route) => {
    asked += 1;
    if (asked > 1) route.continue();
  });
  const first = page.waitForRequest('**/rpc/inbox/list');
  await maestro.api(token, 'POST', '/api/report', { summary: 'Told while nobody answered' });
  await first;
  await maestro.api(token, 'POST', '/api/report', { summary: 'Told meanwhile' });
  await page.clock.fastForward(21_000);
  for (const summary of ['Told while nobody answered', 'Told meanwhile']) await page.getByText(summary).waitFor();
  await page.close();
});
