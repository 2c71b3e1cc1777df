// Every place without a mouse; what keys do to cards is in board.test.mjs.
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

const card = (page, title) => page.getByRole('link', { name: title, exact: true });

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
  const box = page.locator('dialog[open] input[role=combobox]');
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
