// Metrics of a real Prometheus on the page: thirty days of them, what changed and what did not, and a server that is away for a while.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Maestro, launch, open, signedIn, watchedPage } from './harness.mjs';

const HOUR = 3_600;
const SCRIPT = fileURLToPath(new URL('../prometheus.sh', import.meta.url));
// Its history goes on for an hour after the start of the walk, as if somebody wrote it.
const MERGED = Math.floor(Date.now() / 1_000 / HOUR) * HOUR - 8 * 24 * HOUR;
const BEFORE = 22 * 24;
const AFTER = 8 * 24 + 2;

let maestro;
let browser;
let token;
let folder;
let endpoint;
const prometheus = async (...args) => (await promisify(execFile)(SCRIPT, args)).stdout.trim();

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maestro-prometheus-'));
  endpoint = await prometheus('start', folder, `${MERGED}`, `${BEFORE}`, '15', `${AFTER}`);
  [maestro, browser] = await Promise.all([Maestro.start(), launch()]);
  token = await maestro.token();
});
after(async () => {
  await browser?.close();
  await maestro?.stop();
  await prometheus('stop', folder);
  await rm(folder, { recursive: true, force: true });
});

// Name, query, what else is to be known of it, and the truth: the mean before and after.
const METRICS = [
  ['Search p95', 'search_p95_seconds', { unit: 's', step: '15s' }, null],
  ['Failed requests', 'checkout_requests_total{code="500"}', { counter: true }, [1, 2]],
  ['Failed share', 'sum(rate(checkout_requests_total{code="500"}[5m])) / sum(rate(checkout_requests_total[5m]))', {}, [1 / 21, 2 / 22]],
  ['Batch size', 'sparse_metric', {}, [1, 2]],
];

const card = (page, name) => page.locator('.source', { hasText: name });
const assessed = async (key) => (await maestro.api(token, 'GET', `/api/goals/${key}/assessments`)).items;

test('a real Prometheus says what changed and what did not, and may be away', async () => {
  const { key, id } = await maestro.api(token, 'POST', '/api/goals', { title: 'Steady checkout', status: 'measuring' });
  await maestro.api(token, 'POST', `/api/goals/${key}/artifacts`, { type: 'pr', title: 'Ask the bank twice', mergedAt: new Date(MERGED * 1_000).toISOString() });
  const context = await signedIn(browser, maestro);
  const page = await watchedPage(context);
  await open(page, maestro, `/goals/${key}?tab=measurement`);

  // Thirty days, a value each 15 seconds; tried first.
  await page.locator('#add-metric').click();
  await page.locator('label:has(#source-kind-prometheus)').click();
  await page.locator('#source-name').fill('Checkout p95');
  await page.locator('#source-endpoint').fill(endpoint);
  await page.locator('#source-query').fill('checkout_p95_seconds');
  await page.locator('#source-unit').fill('s');
  await page.locator('#source-improve').selectOption('down');
  await page.locator('summary', { hasText: 'More settings' }).click();
  await page.locator('#source-step').fill('15s');
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.locator('.found', { hasText: 'values in the last hours' }).waitFor();
  await page.getByRole('button', { name: 'Add the metric' }).click();
  for (const [name, query, more] of METRICS) {
    await maestro.api(token, 'POST', '/api/metric-sources', { name, type: 'prometheus', endpoint, query, goalId: id, improve: 'down', ...more });
  }

  // Each is told as it was made.
  const step = card(page, 'Checkout p95');
  await step.locator('.sentence', { hasText: /0[.]2[45]\d* s → 0[.](39|40)\d* s/ }).waitFor();
  await step.getByText('That is worse').waitFor();
  for (const [name] of METRICS) await card(page, name).locator('.sentence', { hasText: '→' }).waitFor();
  const truths = [['Checkout p95', null, null, [0.25, 0.4]], ...METRICS];
  const answers = new Map((await assessed(key)).map((one) => [one.metric, one]));
  for (const [name, , , truth] of truths) {
    const answer = answers.get(name);
    const found = `${name}: ${answer.sentence}`;
    if (!truth) {
      assert.equal(answer.grade, 'none', found);
      await card(page, name).getByText('Not distinguishable from normal variation').waitFor();
      continue;
    }
    const effect = truth[1] - truth[0];
    assert.ok(['medium', 'high'].includes(answer.grade), found);
    assert.ok(Math.abs(answer.effect - effect) < effect * 0.05, `${found}: ${answer.effect}, not ${effect}`);
    assert.ok(answer.ciLow <= effect * 1.02 && effect * 0.98 <= answer.ciHigh, `${found}: [${answer.ciLow}, ${answer.ciHigh}]`);
    assert.equal(answer.improved, false, found);
  }
  await page.close();

  // It is away: the last value stays, with since when and why; and it comes back without a gap.
  const source = (await maestro.api(token, 'GET', `/api/metric-sources?goal=${key}`)).items.find((one) => one.name === 'Checkout p95');
  await prometheus('halt', folder);
  const again = await watchedPage(context);
  await open(again, maestro, `/goals/${key}?tab=measurement`);
  await card(again, 'Checkout p95').getByRole('button', { name: 'Test Checkout p95' }).click();
  await card(again, 'Checkout p95').getByText('Source unreachable').waitFor();
  await card(again, 'Checkout p95').locator('.sentence', { hasText: '→' }).waitFor();
  await prometheus('resume', folder);
  await card(again, 'Checkout p95').getByRole('button', { name: 'Retry' }).click();
  await card(again, 'Checkout p95').locator('.source-facts', { hasText: 'Works' }).waitFor();
  const from = new Date((source.latestAt ? Date.parse(source.latestAt) : Date.now()) - HOUR * 1_000).toISOString();
  const samples = (await maestro.api(token, 'GET', `/api/metric-sources/${source.id}/samples?from=${from}`)).items.map((one) => Date.parse(one.at) / 1_000);
  assert.ok(samples.length > 200, `${samples.length} samples in the last hour and a little`);
  for (let i = 1; i < samples.length; i += 1) assert.equal(samples[i] - samples[i - 1], 15, 'no gap and nothing twice');
  assert.deepEqual(again.faults, []);
  await context.close();
});
