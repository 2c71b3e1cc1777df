// From a metric to a proof that can be believed: added and tested in the page, predicted, measured live, judged, set side by side.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Maestro, launch, open, signedIn, standIn, watchedPage } from './harness.mjs';
import { PULL, STORY, anthropic, github } from './peers.mjs';
import { DAY, csv, hourly } from './samples.mjs';

const MERGED = Date.now() - 7.5 * DAY;

let maestro;
let browser;
let token;
before(async () => {
  [maestro, browser] = await Promise.all([Maestro.start(), launch()]);
  token = await maestro.token();
});
after(async () => {
  await browser?.close();
  await maestro?.stop();
});

const goal = (title) => maestro.api(token, 'POST', '/api/goals', { title, status: 'measuring', project: 'Shop' });
const sourcesOf = async (key) => (await maestro.api(token, 'GET', `/api/metric-sources?goal=${key}`)).items;

/** Links a merged pull request, as a code host tells it. */
const merge = (key, title, at = MERGED) =>
  maestro.api(token, 'POST', `/api/goals/${key}/artifacts`, { type: 'pr', title, mergedAt: new Date(at).toISOString() });

/** Chooses a kind in the form that adds a metric. */
async function choose(page, kind, name) {
  await page.locator('#add-metric').click();
  await page.locator(`label:has(#source-kind-${kind})`).click();
  await page.locator('#source-name').fill(name);
}

test('a metric is proven from its prediction to its effect, live', async () => {
  const { key } = await goal('Faster checkout');
  const context = await signedIn(browser, maestro);
  const page = await watchedPage(context);
  await open(page, maestro, `/goals/${key}?tab=measurement`);
  await page.evaluate(() => { window.notReloaded = true; });

  // A webhook; its secret is shown once.
  await choose(page, 'webhook', 'p95 latency');
  await page.locator('#source-unit').fill('ms');
  await page.locator('#source-improve').selectOption('down');
  await page.getByRole('button', { name: 'Add the metric' }).click();
  const card = page.locator('.source', { hasText: 'p95 latency' });
  const secret = (await card.locator('.made code').innerText()).trim();
  const address = (await card.locator('.sends-how code').first().innerText()).replace('POST ', '').trim();
  const [source] = await sourcesOf(key);
  assert.equal(address, `${maestro.base}/hooks/metrics/${source.id}`);
  await card.getByRole('button', { name: 'I have it' }).click();

  // What is expected, before any work.
  await card.getByRole('button', { name: 'Register what is expected' }).click();
  await card.locator(`#expect-smallest-${source.id}`).fill('a lot');
  await card.getByRole('button', { name: 'Register', exact: true }).click();
  await card.getByText('must be a number').waitFor();
  await card.locator(`#expect-smallest-${source.id}`).fill('15');
  await card.getByRole('button', { name: 'Register', exact: true }).click();
  await card.getByText('It falls by at least 15 %').waitFor();
  await card.getByText('In time: the work has not begun').waitFor();

  // An agent's session reports its pull request, the code host says that it is merged, data arrives signed, and the page shows
  // what it means by itself.
  const code = await github(new Date(MERGED).toISOString());
  await maestro.api(token, 'POST', '/api/connections', { kind: 'github', baseUrl: code.url, webUrl: 'https://github.com' });
  const url = `https://github.com/${PULL.repo}/pull/${PULL.number}`;
  await maestro.api(token, 'POST', '/api/report', { goalId: key, sessionId: 'abc', agentName: 'Claude Code', summary: 'One call for all tax', artifacts: [{ type: 'pr', url }] });
  const samples = hourly({ until: Date.now(), days: 36, base: 420, spread: 14, step: -120, stepAt: MERGED });
  const body = JSON.stringify({ samples });
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const sent = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json', 'x-maestro-signature': signature }, body });
  assert.equal(sent.status, 200, await sent.text());
  await card.locator('.sentence', { hasText: '→' }).waitFor();
  await card.locator('.chart svg[role=img]').first().waitFor();
  assert.equal(await page.evaluate(() => window.notReloaded), true, 'all this in one page, without a reload');

  // The table has the numbers of the API, exactly.
  const shown = async () => (await maestro.api(token, 'GET', `/api/goals/${key}/assessments`)).items[0];
  const assessment = await shown();
  assert.equal(assessment.improved, true);
  assert.ok(['high', 'medium'].includes(assessment.grade), assessment.grade);
  await card.getByRole('button', { name: 'Table' }).click();
  const numbers = await card.locator('.summary-table data').evaluateAll((all) => all.map((one) => Number(one.value)));
  assert.deepEqual(numbers, [assessment.before, assessment.after, assessment.expected, assessment.effect, assessment.p]);
  const interval = await card.locator('.summary-table [data-low]').evaluate((cell) => [Number(cell.dataset.low), Number(cell.dataset.high)]);
  assert.deepEqual(interval, [assessment.ciLow, assessment.ciHigh]);
  const bins = await card.locator('.bins tbody tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].slice(1).map((cell) => {
    const value = cell.querySelector('data')?.value;
    return value === undefined ? null : Number(value);
  })));
  const beyond = ({ observed }, value) => (observed === null ? null : observed - value);
  const expected = new Map(assessment.counterfactual.map((bin) => [bin.at,
    [bin.expected, bin.low, bin.high, beyond(bin, bin.expected), beyond(bin, bin.high), beyond(bin, bin.low)]]));
  assert.deepEqual(bins, assessment.observed.map(([at, value]) => [value, ...(expected.get(at) ?? Array(6).fill(null))]));

  // Where the axis does not start at 0, the note says where, and the picture agrees.
  const note = await card.locator('.chart-block .chart-note').innerText();
  const start = note.match(/axis starts at ([\d.,]+) ms/i)?.[1];
  const ticks = await card.locator('.chart-block .chart-wide svg text').evaluateAll((all) => all.map((one) => one.textContent));
  assert.equal(start, ticks.find((tick) => /^[\d.,]+$/.test(tick)), note);

  // The effect at each time is drawn when it is asked for.
  const panel = card.locator('.effect-over-time');
  assert.equal(await panel.locator('svg[role=img]').count(), 0);
  await panel.locator('summary').click();
  await panel.locator('.chart-wide svg[role=img]').waitFor();
  const told = await panel.locator('.chart-wide svg[role=img]').evaluate((svg) => document.getElementById(svg.getAttribute('aria-labelledby')).textContent);
  assert.match(told, /p95 latency, effect at each time: observed minus expected.*95 % interval/);
  assert.equal(await panel.locator('.chart-name').count(), 0, 'a latency does not add up');
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map((one) => one.id));
  assert.deepEqual(ids.filter((id, at) => ids.indexOf(id) !== at), [], 'ids are unique');

  // Every reason stands there with its words.
  for (const reason of assessment.reasons) {
    const line = card.locator('.reasons li', { hasText: new RegExp(reason.check.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i') });
    assert.ok(await line.count(), reason.check);
  }
  await card.getByText('As large as wanted').waitFor();

  // What else happened is added, dismissed with a reason, and taken back.
  await card.locator('summary', { hasText: 'What else happened' }).click();
  await card.getByRole('button', { name: 'Add what else happened' }).click();
  await card.locator(`#confounder-kind-${source.id}`).selectOption('incident');
  await card.locator(`#confounder-title-${source.id}`).fill('The provider was down');
  await card.locator(`#confounder-starts-${source.id}`).fill(new Date(MERGED - 3_600_000).toISOString().slice(0, 16));
  await card.getByRole('button', { name: 'Add', exact: true }).click();
  await card.locator('.reasons', { hasText: 'Something else at the same time' }).waitFor();
  await card.getByRole('button', { name: 'Dismiss The provider was down' }).click();
  await card.locator('.confounders form button').click();
  await card.getByText('is required: why it cannot have moved the metric').waitFor();
  await card.locator('.confounders form input').fill('Another service');
  await card.locator('.confounders form button').click();
  await card.getByText('dismissed').first().waitFor();
  await card.locator('.reasons', { hasNotText: 'Something else at the same time' }).waitFor();
  await card.locator('summary', { hasText: 'How the grade grew' }).click();
  await card.locator('.grown li', { hasText: 'first assessment' }).waitFor();
  assert.ok(await card.locator('.grown li').count() >= 2, 'a judgement makes a version');

  // A model explains it where one is connected, labelled as what it is; without one nothing is offered.
  assert.equal(await card.getByRole('button', { name: /Explain/ }).count(), 0);
  const model = await anthropic();
  const connection = await maestro.api(token, 'POST', '/api/connections', { kind: 'anthropic', baseUrl: model.url, secret: 'sk-ant-recorded', model: 'claude-sonnet-4-5' });
  await page.reload();
  await page.waitForFunction(() => performance.getEntriesByName('maestro:hydrated').length > 0);
  await card.getByRole('button', { name: /^Explain in words/ }).click();
  await card.locator('.in-words-text', { hasText: STORY }).waitFor();
  await card.locator('.in-words', { hasText: 'Written by AI' }).waitFor();
  await maestro.api(token, 'DELETE', `/api/connections/${connection.id}`);
  await model.stop();

  // The rest of the goal says the same.
  await page.locator('.tiles', { hasText: 'p95 latency now' }).waitFor();
  await page.getByRole('link', { name: 'Timeline' }).click();
  await page.locator('.event', { hasText: PULL.title }).locator('.circled', { hasText: '①' }).waitFor();
  await code.stop();

  // The narrative quotes it.
  const newest = await shown();
  await page.getByRole('link', { name: 'Narrative' }).click();
  await page.getByRole('button', { name: 'Write it' }).click();
  const story = page.locator('.narrative-text', { hasText: 'p95 latency' });
  await story.waitFor();
  const quoted = await story.innerText();
  assert.ok(quoted.includes(`with ${newest.grade} confidence`), quoted);
  assert.ok(quoted.includes(Math.abs(newest.effect).toFixed(1)), quoted);

  // Card, portfolio and document quote it, with its grade.
  const percent = `−${Math.abs(Math.round(newest.effectPercent))} %`;
  const grade = newest.grade[0].toUpperCase() + newest.grade.slice(1);
  await open(page, maestro, '/');
  await page.locator('.card', { hasText: 'Faster checkout' }).filter({ hasText: percent }).filter({ hasText: `${grade} confidence` }).waitFor();
  await open(page, maestro, '/portfolio');
  await page.locator('.portfolio-table tr', { hasText: 'Faster checkout' }).filter({ hasText: `${percent} better` }).filter({ hasText: grade }).waitFor();
  await page.locator('.by-grade li', { hasText: grade }).waitFor();
  const document = await (await page.request.get(`${maestro.base}/api/portfolio?goal=${key}&format=md`)).text();
  for (const words of ['**p95 latency**: effect −', '95% interval', `**${newest.grade} confidence**`]) assert.ok(document.includes(words), `${words} is missing in:\n${document}`);
  assert.deepEqual(page.faults, []);
  await context.close();
});

test('a chart is explored by mouse and keys, and its script comes no sooner', async () => {
  const { key } = await goal('Faster search');
  const source = await maestro.api(token, 'POST', '/api/metric-sources', { goalId: key, name: 'Search time', type: 'webhook', unit: '<b>ms</b>', improve: 'down', step: '1h' });
  const samples = hourly({ until: Date.now(), days: 36, base: 420, spread: 14, step: -120, stepAt: MERGED });
  await maestro.api(token, 'POST', `/api/metric-sources/${source.id}/samples`, { samples });
  await merge(key, 'An index');
  const { id } = await maestro.api(token, 'POST', `/api/goals/${key}/assess`, { metricSourceId: source.id });
  const context = await signedIn(browser, maestro);
  const page = await watchedPage(context);
  const scripts = [];
  page.on('response', (response) => { if (response.url().includes('/assets/echarts-')) scripts.push(response); });
  await open(page, maestro, `/goals/${key}?tab=measurement`);
  const card = page.locator('.source', { hasText: 'Search time' });
  await card.locator('.chart svg[role=img]').first().waitFor();
  const button = card.locator('.chart-tools button');
  assert.equal(await button.innerText(), 'Explore');
  assert.equal(scripts.length, 0, 'nobody explores yet');

  // A server that does not answer leaves the picture, says so, and can be asked again.
  await page.route('**/assets/echarts-*', (route) => route.abort(), { times: 1 });
  await button.click();
  await card.getByText('The chart to explore did not come').waitFor();
  await card.locator('.chart-wide svg[role=img]').waitFor();

  await button.focus();
  await page.keyboard.press('Enter');
  const live = card.locator('.chart-live');
  await live.locator('svg').waitFor();
  await card.getByRole('button', { name: 'Show as picture: Search time' }).waitFor();
  assert.equal(scripts.length, 1);
  assert.match(scripts[0].headers()['cache-control'], /immutable/);
  assert.ok(await button.evaluate((one) => one === document.activeElement), 'the focus stays');
  assert.equal(await card.locator('.chart-wide').count(), 0, 'it takes the place of the picture');

  // Values with units at the pointer, and every word of people as text.
  const box = await live.boundingBox();
  await page.mouse.move(box.x + box.width * 0.95, box.y + box.height / 3);
  const tip = live.locator('div', { hasText: 'Observed' }).last().locator('xpath=..');
  await tip.waitFor();
  assert.match(await tip.innerText(), /UTC\s+Observed [\d.]+ <b>ms<\/b>\s+Expected [\d.]+ <b>ms<\/b>, 95 % [\d.]+ to [\d.]+ <b>ms<\/b>\s+Effect −[\d.]+ <b>ms<\/b>/);

  // By keys: along the line, nearer, all; none of them is a shortcut of the page.
  await live.focus();
  await page.keyboard.press('End');
  const said = card.locator(`#live-${id}-told`);
  const assessment = await maestro.api(token, 'GET', `/api/assessments/${id}`);
  const words = async (at) => {
    const [seconds] = assessment.observed.at(at);
    const time = new Date(seconds * 1_000).toISOString().slice(11, 16);
    await page.waitForFunction(([one, clock]) => document.getElementById(one).textContent.includes(`${clock} UTC`), [`live-${id}-told`, time]);
  };
  await words(-1);
  await page.keyboard.press('ArrowLeft');
  await words(-2);
  assert.match(await said.innerText(), /Observed \d+/);
  await page.keyboard.press('Home');
  await words(0);
  const shown = () => live.evaluate((place) => { const { start, end } = echarts.getInstanceByDom(place).getOption().dataZoom[0]; return end - start; });
  assert.equal(await shown(), 100);
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  assert.equal(await shown(), 25);
  await page.keyboard.press('0');
  assert.equal(await shown(), 100);
  await page.keyboard.press('g');
  await page.keyboard.press('Escape');

  // It follows the width, and lets go when it is left.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForFunction((one) => document.getElementById(one).querySelector('svg').clientWidth < 390, `live-${id}`);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await page.setViewportSize({ width: 1440, height: 900 });
  const mounted = () => page.evaluate(() => maestroCharts.count());
  assert.equal(await mounted(), 1);
  await button.click();
  await card.locator('.chart-wide svg[role=img]').waitFor();
  assert.equal(await mounted(), 0, 'the picture is back');
  await button.click();
  await live.locator('svg').waitFor();
  await page.getByRole('link', { name: 'Tasks' }).click();
  await live.waitFor({ state: 'detached' });
  assert.equal(await mounted(), 0, 'another tab');
  assert.equal(scripts.length, 1, 'it is loaded once');
  assert.deepEqual(page.faults.filter((fault) => !fault.includes('ERR_FAILED')), [], 'but for the script that was held back');
  await context.close();
});

test('a source that cannot be reached says since when, and is read again by Retry', async () => {
  let down = true;
  const at = () => Math.floor(Date.now() / 3_600_000) * 3_600;
  const matrix = { status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values: [[at() - 3_600, '7.5']] }] } };
  const peer = await standIn((request) => (request.url.startsWith('/api/v1/query_range') ? (down ? { status: 500, body: {} } : { body: matrix }) : null));
  down = false;
  const { key } = await goal('Fewer retries');
  const source = await maestro.api(token, 'POST', '/api/metric-sources', { goalId: key, name: 'Retries', type: 'prometheus', endpoint: peer.url, query: 'retries', unit: 'a day', step: '1h' });
  const context = await signedIn(browser, maestro);
  const page = await watchedPage(context);
  const status = () => maestro.api(token, 'GET', `/api/metric-sources/${source.id}`);
  const until = async (wanted) => { while ((await status()).status !== wanted) await new Promise((done) => { setTimeout(done, 100); }); };
  await until('ok');
  down = true;
  // Asked for as it was, it is due at once.
  await maestro.api(token, 'PATCH', `/api/metric-sources/${source.id}`, { unit: 'a week' });
  await until('failing');
  const { failingSince } = await status();
  await open(page, maestro, `/goals/${key}?tab=measurement`);
  const box = page.locator('.unreachable');
  await box.getByText('Last value 7.5 a week').waitFor();
  assert.equal(new Date(await box.locator('b time').getAttribute('datetime')).getTime(), new Date(failingSince).getTime());
  await box.getByRole('button', { name: 'Edit token of Retries' }).waitFor();
  down = false;
  await box.getByRole('button', { name: 'Retry Retries' }).click();
  await box.waitFor({ state: 'detached' });
  await page.locator('.source-facts', { hasText: 'Works' }).waitFor();
  assert.deepEqual(page.faults, []);
  await context.close();
  await peer.stop();
});

test('a CSV says that nothing changed, and two goals stand side by side', async () => {
  const { key } = await goal('Fewer failed payments');
  const context = await signedIn(browser, maestro);
  const page = await watchedPage(context);
  await merge(key, 'Retry once more');
  await open(page, maestro, `/goals/${key}?tab=measurement`);
  await choose(page, 'csv', 'Failed payments');
  await page.locator('#source-improve').selectOption('down');
  await page.getByRole('button', { name: 'Add the metric' }).click();
  const card = page.locator('.source', { hasText: 'Failed payments' });
  await card.waitFor();
  const [source] = await sourcesOf(key);
  await card.getByRole('button', { name: 'Add values' }).click();
  await card.locator(`#csv-${source.id}`).fill('when,what\nsoon,much');
  await card.getByRole('button', { name: 'Send the CSV' }).click();
  await card.locator('.field-error').first().waitFor();
  assert.equal(await card.locator(`#csv-${source.id}`).inputValue(), 'when,what\nsoon,much', 'what was pasted stays');
  const file = csv(hourly({ until: Date.now(), days: 36, base: 30, spread: 3, seed: 9 }));
  await card.locator(`#file-${source.id}`).setInputFiles({ name: 'payments.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
  await page.waitForFunction((id) => document.getElementById(id).value.length > 1_000, `csv-${source.id}`);
  await card.getByRole('button', { name: 'Send the CSV' }).click();
  await card.getByText('864 values stored').waitFor();
  await card.getByText('Not distinguishable from normal variation').waitFor();

  // Side by side.
  await page.keyboard.press('Escape');
  await page.locator('h1').focus();
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.locator('h1', { hasText: 'Impact' }).waitFor();
  await page.locator('.forest-row', { hasText: 'Faster checkout' }).waitFor();
  const impact = await maestro.api(token, 'GET', '/api/impact');
  assert.equal(await page.locator('.forest-row').count(), impact.rows.length);
  assert.equal((await page.locator('.impact .tile b').first().innerText()).trim(), String(impact.proven));
  await page.getByText('Association, not cause.').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#effects-title').locator('xpath=../..').getByText('CSV').click()]);
  assert.equal(download.suggestedFilename(), 'effects.csv');
  await page.getByRole('link', { name: '7 days' }).click();
  await page.waitForURL(/days=7/);
  await page.getByText('No goal was measured in this project and time').waitFor();
  assert.deepEqual(page.faults.filter((fault) => !fault.includes('422')), [], 'but for the CSV that was none');
  await context.close();
});

test('a source is tested before it is stored, and nothing that was typed is lost', async () => {
  const peer = await standIn((request) => (request.url.startsWith('/api/v1/query_range')
    ? { status: 400, body: { status: 'error', errorType: 'bad_data', error: 'parse error: unexpected end of input' } } : null));
  const { key } = await goal('Fewer frames drop');
  const context = await signedIn(browser, maestro);
  const page = await watchedPage(context);
  await open(page, maestro, `/goals/${key}?tab=measurement`);
  await page.locator('#add-metric').click();
  await page.getByRole('button', { name: 'Paste JSON' }).click();
  const config = { name: 'Frame drop rate', type: 'prometheus', query: 'rate(', endpoint: peer.url, beforeWindow: '7d', afterWindow: '7d', beforewindow: '1d' };
  await page.locator('#source-json').fill(JSON.stringify(config));
  await page.getByRole('button', { name: 'Fill the form' }).click();
  await page.getByText('nothing is called so: beforewindow').waitFor();
  await page.getByRole('button', { name: 'Test' }).click();
  await page.locator('.found', { hasText: 'unexpected end of input' }).waitFor();
  await page.locator('#source-before').fill('a week');
  await page.getByRole('button', { name: 'Add the metric' }).click();
  await page.getByText('“a week” is not a length of time').waitFor();
  assert.deepEqual(await sourcesOf(key), [], 'nothing was stored');
  await page.getByRole('link', { name: 'Tasks' }).click();
  await page.getByRole('link', { name: 'Measurement' }).click();
  assert.equal(await page.locator('#source-name').inputValue(), 'Frame drop rate');
  assert.equal(await page.locator('#source-before').inputValue(), 'a week');
  assert.deepEqual(page.faults, []);
  await context.close();
  await peer.stop();
});
