// Every page, both themes, three widths: no violation that axe finds, nothing beside the page, no word in the console.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Maestro, launch, open, signedIn, watchedPage } from './harness.mjs';
import { inspect } from './inspect.mjs';
import { pages, seed } from './seed.mjs';

const VIEWS = [[1440, 900, false], [390, 844, true], [320, 640, true]];

let maestro;
let browser;
let keys;
before(async () => {
  maestro = await Maestro.start();
  browser = await launch();
  keys = await seed(maestro, await maestro.token());
});
after(async () => {
  await browser?.close();
  await maestro?.stop();
});

for (const theme of ['light', 'dark']) for (const [width, height, touch] of VIEWS) {
  test(`all pages are accessible and fit, ${theme}, ${width} pixels`, async () => {
    maestro.signin = null;
    const context = await signedIn(browser, maestro, { viewport: { width, height }, hasTouch: touch, isMobile: touch, colorScheme: theme });
    const faults = [];
    for (const path of pages(keys)) {
      const page = await watchedPage(context);
      await open(page, maestro, path);
      faults.push(...(await inspect(page, touch)).map((fault) => `${path}: ${fault}`));
      await page.close();
    }
    await context.close();
    assert.deepEqual(faults, []);
  });
}

test('the sign-in page is accessible without any cookie', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
  const page = await watchedPage(context);
  await page.goto(`${maestro.base}/signin`, { waitUntil: 'load' });
  assert.deepEqual(await inspect(page, false), []);
  await context.close();
});

test('focus is always visible', async () => {
  const context = await signedIn(browser, maestro);
  const faults = [];
  for (const path of pages(keys)) {
    const page = await context.newPage();
    await open(page, maestro, path);
    faults.push(...(await walk(page)).map((fault) => `${path}: ${fault}`));
    await page.close();
  }
  await context.close();
  assert.deepEqual(faults, []);
});

/** Walks with the Tab key and names what gets focus without showing it. */
async function walk(page) {
  const faults = [];
  for (let stops = 0; stops < 40; stops++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      return { html: element.outerHTML.slice(0, 100), ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };
    });
    if (!focused) return stops > 3 ? faults : [...faults, `only ${stops} stops`];
    if (!focused.ring) faults.push(`no focus ring: ${focused.html}`);
  }
  return faults;
}
