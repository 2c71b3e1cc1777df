// The real thing, end to end: a goal, an agent's report with a pull request, its details, before and after, the story, the proof.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Maestro, launch, open, signedIn, watchedPage } from './harness.mjs';
import { PULL, STORY, anthropic, github } from './peers.mjs';

let maestro;
let browser;
let code;
let model;
before(async () => {
  [maestro, browser, code, model] = await Promise.all([Maestro.start(), launch(), github(), anthropic()]);
});
after(async () => {
  await browser?.close();
  await maestro?.stop();
  await code?.stop();
  await model?.stop();
});

const GOAL = 'Troy BDC performance';

/** The full report of the skill that agents are taught, about this goal and the recorded pull request. */
async function taughtReport(goalKey) {
  const skill = await readFile(new URL('../../skills/maestro/SKILL.md', import.meta.url), 'utf8');
  const body = JSON.parse(skill.match(/<<'JSON'\n([\s\S]*?)\nJSON/)[1]);
  const url = `https://github.com/${PULL.repo}/pull/${PULL.number}`;
  return { ...body, goalId: goalKey, taskId: undefined, metrics: undefined, artifacts: [{ type: 'pr', url }] };
}

/** Sends it as an agent does: with curl and a token that can only report. */
async function curl(body) {
  const token = await maestro.token('report');
  const { stdout } = await promisify(execFile)('curl', ['-sS', '-X', 'POST', `${maestro.base}/api/report`, '-H', `Authorization: Bearer ${token}`,
    '-H', 'Content-Type: application/json', '--data-binary', JSON.stringify(body)]);
  return JSON.parse(stdout);
}

test('from a goal to its proof', async () => {
  const token = await maestro.token();
  await maestro.api(token, 'POST', '/api/connections', { kind: 'github', baseUrl: code.url, webUrl: 'https://github.com' });
  const context = await signedIn(browser, maestro);
  const page = await watchedPage(context);

  // A goal by the keyboard.
  await open(page, maestro, '/');
  const start = Date.now();
  await page.keyboard.press('c');
  await page.keyboard.type(GOAL);
  await page.keyboard.press('Enter');
  await page.locator('#column-planning .card', { hasText: GOAL }).waitFor();
  assert.ok(Date.now() - start < 30_000, 'a goal takes less than 30 seconds');
  await page.evaluate(() => { window.notReloaded = true; });
  await page.getByRole('link', { name: GOAL }).click();
  await page.locator('h1', { hasText: GOAL }).waitFor();
  const key = new URL(page.url()).pathname.split('/').pop();

  // An agent reports; the page shows it, and then what GitHub knows of the pull request.
  const report = await taughtReport(key);
  await page.getByRole('link', { name: 'Timeline' }).click();
  const answer = await curl(report);
  assert.equal(answer.ok, true, JSON.stringify(answer));
  assert.equal(answer.goalKey, key);
  const main = page.locator('main');
  await main.getByText(report.summary).first().waitFor();
  await main.getByText(PULL.title).first().waitFor();
  assert.ok(code.requests.some((request) => request.url.includes(`/pulls/${PULL.number}`)), 'the details came from the recorded GitHub');
  const artifact = (await maestro.api(token, 'GET', `/api/goals/${key}`)).artifacts[0];
  assert.deepEqual([artifact.state, artifact.linesAdded, artifact.linesRemoved], ['merged', PULL.added, PULL.removed]);

  // Before and after.
  await page.getByRole('link', { name: 'Measurement' }).click();
  const record = page.getByRole('button', { name: /Record/ }).first();
  if (!(await page.locator('#metric-name').isVisible())) await record.click();
  await page.locator('#metric-name').fill('Frame drops');
  await page.locator('#metric-before').fill('12.3');
  await page.locator('#metric-after').fill('1.8');
  await page.locator('#metric-unit').fill('per second');
  await page.locator('#metric-improve').selectOption('down');
  await page.locator('.metric-form button[type=submit]').click();
  await page.locator('.metric', { hasText: 'Frame drops' }).waitFor();

  // The story, first without a key, then by a model.
  await page.getByRole('link', { name: 'Narrative' }).click();
  await page.getByRole('button', { name: 'Write it' }).click();
  await page.locator('.narrative-text', { hasText: 'Written without a model' }).waitFor();
  const builtIn = (await page.locator('.narrative-text').innerText()).trim();
  assert.match(builtIn, /12\.3/);
  assert.match(builtIn, /1\.8/);
  await maestro.api(token, 'POST', '/api/connections', { kind: 'anthropic', baseUrl: model.url, secret: 'sk-ant-recorded', model: 'claude-sonnet-4-5' });
  await page.getByRole('button', { name: 'Write again' }).click();
  await page.locator('.narrative-text', { hasText: STORY }).waitFor();
  assert.equal(model.requests.at(-1).headers['x-api-key'], 'sk-ant-recorded');
  assert.equal(await page.evaluate(() => window.notReloaded), true, 'all this in one page, without a reload');

  // The proof.
  await open(page, maestro, '/');
  await page.getByRole('link', { name: GOAL }).focus();
  await page.keyboard.press('4');
  await page.locator('#column-proven .card', { hasText: GOAL }).waitFor();
  const document = await (await page.request.get(`${maestro.base}/api/portfolio?goal=${key}&format=md`)).text();
  for (const words of [GOAL, 'Frame drops', '12.3', '1.8', STORY]) assert.ok(document.includes(words), `${words} is missing in:\n${document}`);
  await open(page, maestro, '/portfolio');
  await page.locator('main').getByText(GOAL).first().waitFor();
  assert.deepEqual(page.faults, []);
});
