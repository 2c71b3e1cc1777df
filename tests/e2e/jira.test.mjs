// Issues of Jira become goals, stay in step with it, and hear of the proof; all from the settings.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Maestro, launch, open, signedIn, watchedPage } from './harness.mjs';
import { inspect } from './inspect.mjs';
import { jira } from './peers.mjs';

const ISSUES = [
  { id: '11', key: 'ABC-1', title: 'Checkout that nobody waits for', level: 1, type: 'Epic', text: 'Buyers leave while they wait.' },
  { id: '12', key: 'ABC-2', title: 'Checkout is slow on phones', category: 'indeterminate', status: 'In Progress', parent: 'ABC-1', text: 'p95 latency is 3 s.' },
  { id: '13', key: 'ABC-3', title: 'Rename a label', type: 'Task', text: 'It is called something else now.' },
];

let maestro;
let browser;
let token;
let context;
let peer;
before(async () => {
  peer = await jira(ISSUES);
  maestro = await Maestro.start();
  browser = await launch();
  token = await maestro.token();
  context = await signedIn(browser, maestro);
});
after(async () => {
  await browser?.close();
  await maestro?.stop();
  await peer?.stop();
});

const api = (method, path, body) => maestro.api(token, method, path, body);
const quiet = (page) => page.faults.filter((fault) => !/status of (409|422|502)/.test(fault));
const goal = (key) => api('GET', `/api/goals/${key}`);

async function visit(path, options) {
  const page = await watchedPage(options ? await signedIn(browser, maestro, options) : context);
  await open(page, maestro, path);
  return page;
}

test('a Jira is connected, and says as whom', async () => {
  const page = await visit('/settings/integrations');
  await page.getByRole('button', { name: 'Connect Jira' }).click();
  await page.getByLabel('Token').fill('mia@example.com:t0ken');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('is needed: the address of your Jira').waitFor();
  assert.equal(await page.getByLabel('Token').inputValue(), 'mia@example.com:t0ken', 'what was typed stays');
  await page.getByLabel('Address', { exact: true }).fill(peer.url);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page.getByText('It works: Jira Cloud, as Mia Krystof').waitFor();
  assert.deepEqual(quiet(page), []);
  await page.close();
});

test('a query is previewed, judged and imported by keyboard', async () => {
  const page = await visit('/settings/integrations');
  await page.getByRole('button', { name: 'Import issues' }).click();
  await page.waitForFunction(() => document.activeElement?.name === 'jql');
  await page.keyboard.type('nonsense = 1');
  await page.keyboard.press('Enter');
  await page.getByText("Field 'nonsense' does not exist").waitFor();
  const jql = page.getByLabel('Which issues, as JQL');
  assert.equal(await jql.inputValue(), 'nonsense = 1', 'what was typed stays');
  await jql.fill('project = ABC');
  await page.keyboard.press('Enter');
  await page.getByText('3 issues.').waitFor();
  assert.equal(await page.locator('.jira-row').count(), 3);
  assert.deepEqual((await api('GET', '/api/goals')).items, [], 'nothing is stored by looking');
  await page.getByRole('button', { name: 'Which are worth a goal?' }).click();
  await page.getByText('Without a model: of 3 issues 2 are worth a goal.').waitFor();
  await page.locator('.jira-row', { hasText: 'ABC-2' }).getByText('lower is better').waitFor();
  await page.getByRole('button', { name: 'Take only these' }).click();
  // What is shown is imported, whatever is written meanwhile.
  await jql.fill('nonsense = 1');
  await page.getByRole('button', { name: 'Import 2 issues' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.jira-result').getByText('2 goals added').waitFor();
  const [epic, story] = [await goal('G1'), await goal('G2')];
  assert.equal(story.parent, epic.id, 'the story is below its epic');
  assert.equal(story.status, 'in-progress');
  await page.getByRole('link', { name: 'G2 Checkout is slow on phones' }).click();
  await page.getByRole('heading', { name: 'Checkout is slow on phones' }).waitFor();
  await page.getByText('What the Jira issue says').click();
  await page.getByText('p95 latency is 3 s.').waitFor();
  assert.deepEqual(quiet(page), []);
  await page.close();
});

test('a second preview knows what came in, and what changed is taken over', async () => {
  const page = await visit('/settings/integrations');
  ISSUES[1].title = 'Checkout is slow everywhere';
  await page.getByRole('button', { name: 'Import issues' }).click();
  await page.getByLabel('Which issues, as JQL').fill('project = ABC');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('2 of them are goals already').waitFor();
  await page.getByRole('link', { name: 'is G2' }).waitFor();
  await page.getByRole('button', { name: 'Import 1 issue' }).waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Ask now' }).click();
  await page.getByText('1 goal was changed').waitFor();
  assert.equal((await goal('G2')).title, 'Checkout is slow everywhere');
  await page.getByRole('switch', { name: /^Comment when a goal is proven/ }).click();
  await page.getByText('Proofs are written into Jira from now on').waitFor();
  assert.equal((await api('GET', '/api/jira')).items[0].commentWhenProven, true);
  assert.deepEqual(quiet(page), []);
  await page.close();
});

test('a press writes the proof into the issue, once', async () => {
  await api('POST', '/api/goals/G2/metrics', { name: 'Checkout p95', before: 3000, after: 800, unit: 'ms', improve: 'down' });
  const page = await visit('/goals/G2');
  await page.getByRole('button', { name: 'Comment the proof in Jira' }).click();
  await page.getByText('The proof is in ABC-2').waitFor();
  assert.equal(peer.comments.length, 1);
  assert.match(peer.comments[0].text, /Checkout p95 fell from/);
  await page.getByRole('button', { name: 'Comment the proof in Jira' }).click();
  await page.getByText('the proof is in ABC-2 already').waitFor();
  assert.equal(peer.comments.length, 1);
  assert.deepEqual(quiet(page), []);
  await page.close();
});

for (const [width, height, touch] of [[1440, 900, false], [390, 844, true]]) for (const theme of ['light', 'dark']) {
  test(`the import is accessible and fits, ${theme}, ${width} pixels`, async () => {
    const page = await visit('/settings/integrations', { viewport: { width, height }, hasTouch: touch, isMobile: touch, colorScheme: theme });
    await page.getByRole('button', { name: 'Import issues' }).click();
    await page.getByLabel('Which issues, as JQL').fill('project = ABC');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('button', { name: 'Which are worth a goal?' }).click();
    await page.getByText('Worth a goal', { exact: true }).first().waitFor();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/jira-${width}-${theme}.png`, fullPage: true });
    assert.deepEqual(await inspect(page, touch), []);
    await page.context().close();
  });
}
