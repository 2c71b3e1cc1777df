// The page of a session: its transcript as it grows, what it asks, what it changed, and what it is told.
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
  browser = await launch();
  context = await signedIn(browser, place.maestro);
});
after(async () => {
  await browser?.close();
  await place?.stop();
});

const view = (key) => place.call('GET', `/api/sessions/${key}`);
const status = (key, wanted) => until(async () => (await view(key)).status === wanted);
const log = (page) => page.locator('#transcript');
/** A row that the agent made; what it was told has the words of its script in it. */
const row = (page, text) => log(page).locator('[data-row]:not([data-kind=said])', { hasText: text });
const told = (page, text) => log(page).locator('[data-kind=said]', { hasText: text });
const rows = (page) => log(page).locator('[data-row]').count();
const atEnd = (page) => page.waitForFunction(() => {
  const pane = document.querySelector('#transcript');
  return pane.scrollHeight - pane.scrollTop - pane.clientHeight < 40;
});

/** Starts a session that ends with its test: there is room for a few at once only. */
async function dispatch(t, ...work) {
  const key = await place.dispatch(...work);
  t.after(async () => {
    await place.call('POST', `/api/sessions/${key}/stop`);
    await until(async () => !['queued', 'starting', 'running', 'waiting-approval', 'stopping'].includes((await view(key)).status));
  });
  return key;
}

test('a session is watched, asked for, told something and stopped', async (t) => {
  const key = await dispatch(t, 'Watch me', 'call 1000 100', 'say I will look around first.', 'run ls -la', 'ask touch made-by-the-agent', 'say It is made.', 'stay');
  const page = await watchedPage(context);
  await open(page, place.maestro, `/sessions/${key}`);

  // The permission stands above everything, in full, and is given by a key.
  const card = page.locator('.ask[data-open=true]');
  await card.getByText('touch made-by-the-agent', { exact: true }).waitFor();
  await card.getByText('writes', { exact: true }).waitFor();
  await row(page, 'I will look around first.').waitFor();
  assert.equal(await row(page, 'It is made.').count(), 0);
  await card.getByRole('button', { name: 'Allow once' }).focus();
  await page.keyboard.press('a');
  await row(page, 'It is made.').waitFor();
  await card.waitFor({ state: 'detached' });

  // A tool's result folds.
  const tool = row(page, 'ls -la').first();
  assert.equal(await tool.getByText('README.md').count(), 0);
  await tool.getByRole('button', { name: /ls -la/ }).click();
  await tool.getByText('README.md').waitFor();

  // Who allowed it stands in the history.
  await page.getByRole('link', { name: /^Approvals/ }).locator('visible=true').click();
  await page.locator('.session-approvals').getByText(/^Allowed by/).waitFor();

  // Stopping is asked about first.
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('button', { name: 'Stop the agent' }).click();
  await status(key, 'stopped');
  await page.locator('.session-state .pill').getByText('Stopped', { exact: true }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('a long transcript stays light, follows, and is searched', async (t) => {
  const key = await dispatch(t, 'Write much', 'calls 3000 1500 1 1', 'say the needle', 'calls 200 20 1 1', 'ask touch the-end');
  const page = await watchedPage(context);
  await open(page, place.maestro, `/sessions/${key}`);
  await row(page, /line 1\d\d/).first().waitFor();
  await atEnd(page);

  // Scrolling up stops following; the button takes it up again.
  await log(page).hover();
  await page.mouse.wheel(0, -1500);
  const follow = page.getByRole('button', { name: /^Follow/ });
  await follow.waitFor();
  const stood = await page.evaluate(() => document.querySelector('#transcript').scrollTop);
  await page.getByRole('button', { name: /^Follow: \d+ new rows/ }).waitFor();
  assert.ok(Math.abs(await page.evaluate(() => document.querySelector('#transcript').scrollTop) - stood) < 2, 'what is read does not move');
  await follow.click();
  await follow.waitFor({ state: 'detached' });
  await page.locator('.ask[data-open=true]').getByText('touch the-end', { exact: true }).waitFor();
  await atEnd(page);
  assert.ok(await rows(page) < 120, `${await rows(page)} rows are in the page`);

  const search = page.getByRole('searchbox', { name: 'Search the transcript' });
  await search.fill('NEEDLE');
  await page.locator('.log-count').getByText(/^\d$/).waitFor();
  await search.press('Enter');
  await log(page).locator('[data-current=true] mark', { hasText: 'needle' }).waitFor();
  await search.fill('line 42');
  await search.press('Enter');
  await page.locator('.log-count').getByText(/^1 of \d+$/).waitFor();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.locator('.log-count').getByText(/^2 of \d+$/).waitFor();
  await page.waitForFunction(() => {
    const [row, pane] = [document.querySelector('#transcript [data-current=true]'), document.querySelector('#transcript')].map((e) => e?.getBoundingClientRect());
    return row && row.top >= pane.top && row.bottom <= pane.bottom;
  });

  // From the first to the last row nothing is missing and nothing stands twice.
  await search.fill('');
  const seen = await page.evaluate(async () => {
    const pane = document.querySelector('#transcript');
    const found = new Set();
    const frame = () => new Promise((next) => { requestAnimationFrame(() => requestAnimationFrame(next)); });
    pane.scrollTop = 0;
    for (let last = -1; last !== pane.scrollTop;) {
      await frame();
      for (const row of pane.querySelectorAll('[data-row]')) found.add(Number(row.dataset.row));
      last = pane.scrollTop;
      pane.scrollTop += pane.clientHeight;
      await frame();
    }
    return found.size === Math.max(...found) + 1 ? found.size : `${found.size} of ${Math.max(...found) + 1}`;
  });
  assert.ok(seen > 6_000, `${seen} rows`);
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('a line of the changes is commented on, and a message is kept until it was sent', async (t) => {
  const key = await dispatch(t, 'Change something', 'run printf "one\\ntwo\\n" > notes.txt', 'end Written.');
  await status(key, 'succeeded');
  const page = await watchedPage(context);
  await open(page, place.maestro, `/sessions/${key}`);
  await page.locator('.session-state').getByText(/nothing committed|Finished/i).waitFor();

  await page.locator('.change').getByText('notes.txt').waitFor();
  await page.locator('.patch-line', { hasText: 'two' }).hover();
  await page.locator('.patch-line', { hasText: 'two' }).getByRole('button', { name: 'Comment on line 2' }).click();
  await page.getByRole('textbox', { name: 'Comment on notes.txt line 2' }).fill('Say it in German.');
  await page.getByRole('button', { name: 'Resume with this' }).click();
  await told(page, 'A comment on your change, at notes.txt:2').first().waitFor();
  await told(page, 'Say it in German.').first().waitFor();
  await status(key, 'succeeded');

  // The server does not answer: what was typed stays, also over a reload.
  const words = page.getByRole('textbox', { name: 'Go on with this session' });
  await words.fill('And in French.');
  await page.route('**/rpc/sessions/resume', (route) => route.abort());
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await page.getByText(/^Not sent/).waitFor();
  assert.equal(await words.inputValue(), 'And in French.');
  await page.reload();
  await page.waitForFunction(() => document.querySelector('#session-words')?.value === 'And in French.');
  await page.unroute('**/rpc/sessions/resume');
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await told(page, 'And in French.').first().waitFor();
  await page.waitForFunction(() => document.querySelector('#session-words')?.value === '');
  await page.close();
});

test('what cannot be undone takes a second act, and a refusal says why', async (t) => {
  const key = await dispatch(t, 'Destroy', 'run touch old', 'ask rm -rf old', 'ask rm -rf .', 'stay');
  const page = await watchedPage(context);
  await open(page, place.maestro, `/sessions/${key}`);
  const card = page.locator('.ask[data-open=true]');
  await card.getByText('destructive', { exact: true }).waitFor();
  assert.equal(await card.getByRole('button', { name: /for this/ }).count(), 0, 'it is never remembered');
  await card.getByRole('button', { name: 'Allow once' }).click();
  await page.getByRole('textbox', { name: /Type “rm”/ }).fill('no');
  await page.keyboard.press('Enter');
  await page.locator('button[aria-disabled=true]', { hasText: 'Allow rm once' }).waitFor();
  assert.equal((await place.call('GET', '/api/approvals?status=pending')).items.length, 1);
  await page.getByRole('textbox', { name: /Type “rm”/ }).fill('rm');
  await page.getByRole('button', { name: 'Allow rm once' }).click();

  await card.getByText('rm -rf .', { exact: true }).waitFor();
  await card.getByRole('button', { name: 'Deny…' }).click();
  await page.getByRole('textbox', { name: /What should it do instead/ }).fill('Leave the rest alone.');
  await card.getByRole('button', { name: 'Deny', exact: true }).click();
  await card.waitFor({ state: 'detached' });
  const answered = (await place.call('GET', '/api/approvals')).items.filter((ask) => ask.sessionKey === key);
  assert.deepEqual(answered.map((ask) => ask.status).sort(), ['allowed', 'denied']);
  assert.equal(answered.find((ask) => ask.status === 'denied').message, 'Leave the rest alone.');
  await page.close();
});

test('what it cost is told by model, and adds up', async (t) => {
  const key = await dispatch(t, 'Two models', 'call 48000 210', 'helper claude-haiku-5-5 2000 300', 'end Done.');
  await status(key, 'succeeded');
  const page = await watchedPage(context);
  await open(page, place.maestro, `/sessions/${key}?tab=details`);
  const table = page.getByRole('table', { name: /by model$/ });
  const cells = (row) => row.getByRole('cell').allTextContents();
  assert.deepEqual(await cells(table.getByRole('row', { name: /claude-opus-5-5/ })), ['48,000', '0', '0', '210', '$0.20']);
  assert.deepEqual(await cells(table.getByRole('row', { name: /claude-haiku-5-5/ })), ['2,000', '0', '0', '300', '$0.00035']);
  assert.deepEqual(await cells(table.getByRole('row', { name: /The session/ })), ['50,000', '0', '0', '510', '$0.20']);
  await page.locator('.session-head').getByRole('img', { name: 'Context 24 % full: 48,210 of 200,000 tokens' }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.close();
});

test('on a phone the long words that began it are cut short until somebody wants them', async (t) => {
  const key = await dispatch(t, 'A long story', ...Array.from({ length: 30 }, (_, i) => `say line ${i} of the story`), 'end Told.');
  await status(key, 'succeeded');
  place.maestro.signin = null;
  const phone = await signedIn(browser, place.maestro, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await watchedPage(phone);
  await open(page, place.maestro, `/sessions/${key}`);
  const words = page.locator('.log-told').first();
  const height = async () => (await words.boundingBox()).height;
  await words.waitFor();
  const short = await height();
  assert.ok(short > 60 && short < 140, `${short} pixels`);
  await row(page, 'line 3 of the story').waitFor();
  const all = page.getByRole('button', { name: 'Show all' }).first();
  assert.equal(await all.getAttribute('aria-expanded'), 'false');
  assert.ok((await all.boundingBox()).height >= 44);
  await all.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Show less' }).waitFor();
  assert.ok(await height() > 500);
  await page.keyboard.press('Enter');
  await page.waitForFunction((h) => document.querySelector('.log-told').getBoundingClientRect().height === h, short);
  assert.deepEqual(page.faults, []);
  await phone.close();
});

for (const [width, height, touch] of [[1440, 900, false], [390, 844, true]]) for (const theme of ['light', 'dark']) {
  test(`every view is accessible and fits, ${theme}, ${width} pixels`, async (t) => {
    const key = await dispatch(t, 'Look at me', 'call 1000 100', 'say # Look', 'run printf "one\\n" > a-file-with-quite-a-long-name-that-goes-on.txt', `ask git push --force origin ${'very-long-branch-'.repeat(8)}`);
    await until(async () => (await place.call('GET', '/api/approvals?status=pending')).items.some((ask) => ask.sessionKey === key));
    place.maestro.signin = null;
    const own = await signedIn(browser, place.maestro, { viewport: { width, height }, hasTouch: touch, isMobile: touch, colorScheme: theme });
    const faults = [];
    for (const tab of ['', '?tab=changes', '?tab=approvals', '?tab=details']) {
      const page = await watchedPage(own);
      await open(page, place.maestro, `/sessions/${key}${tab}`);
      await page.locator('.ask[data-open=true]').waitFor();
      faults.push(...(await inspect(page, touch)).map((fault) => `${tab}: ${fault}`));
      if (process.env.E2E_SHOTS) await page.screenshot({ path: `${process.env.E2E_SHOTS}/session-${width}-${theme}${tab.replace('?tab=', '-')}.png` });
      await page.close();
    }
    await own.close();
    assert.deepEqual(faults, []);
  });
}
