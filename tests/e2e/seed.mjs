// Goals in every state, as people and agents would make them, with the texts that break layouts.
import { DAY, hourly } from './samples.mjs';

const LONG = 'Reduce the time between the first keystroke and the first useful result for everybody who opens the '
  + 'customer-facing-search-with-a-very-long-unbreakable-name page on a slow phone, in every country we serve';
const WIDE = 'Averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongwordthatnothingcanbreak';

/** Fills a server by its own interface; gives back the keys of the goals. */
export async function seed(maestro, token) {
  const call = (method, path, body) => maestro.api(token, method, path, body);
  const make = (title, status, extra = {}) => call('POST', '/api/goals', { title, status, ...extra });
  const planning = await make(LONG.slice(0, 200), 'planning', { priority: 'urgent', tags: ['search', 'a-tag-with-quite-some-letters'], project: 'Storefront', dueOn: '2027-01-31' });
  const running = await make('Troy BDC performance', 'in-progress', { description: `Frames drop while dragging.\n\n${WIDE}`, tags: ['speed'], project: 'Troy' });
  const measuring = await make(WIDE, 'measuring', { project: 'Troy' });
  const proven = await make('Checkout survives a lost connection', 'proven', { tags: ['offline'], project: 'Storefront' });
  await call('POST', `/api/goals/${running.key}/tasks`, [
    { title: 'Measure the render pipeline', complexity: 'simple', estimateMinutes: 30 },
    { title: 'Move layout off the main thread', complexity: 'complex', dependsOn: ['#0'], estimateMinutes: 240 },
    { title: `Document ${WIDE}`, dependsOn: ['#0', '#1'] },
  ]);
  await call('POST', '/api/report', {
    goalId: running.key, sessionId: 'e2e-seed', agentName: 'claude-code', model: 'claude-sonnet-4-6',
    summary: 'Optimised the render pipeline', details: `## What changed\n\n- batching\n- ${WIDE}\n\n\`\`\`\n${LONG}\n\`\`\``, outcome: 'done',
    artifacts: [{ type: 'link', url: 'https://example.org/a/very/long/address/that/goes/on/and/on/and/on/until/the/end', title: 'Flame graph' }],
    metrics: [{ name: 'Frame drops', before: 12.3, after: 1.8, unit: 'per second', improve: 'down' }],
    usage: { inputTokens: 120000, outputTokens: 8000, costUsd: 1.27 },
  });
  await call('POST', '/api/report', { summary: `An agent that did not say which goal it worked on. ${LONG}` });
  await call('POST', `/api/goals/${proven.key}/metrics`, { name: 'Lost orders', before: 40, after: 0, unit: 'a week', improve: 'down' });
  await call('PATCH', `/api/goals/${proven.key}/outcomes`, { outcomes: ['client_satisfaction', 'Our own words'], notes: 'The client called.' });
  await call('POST', `/api/goals/${proven.key}/narratives`, { tone: 'review' });
  await call('POST', `/api/goals/${measuring.key}/updates`, { summary: 'Shipped to half of the people' });
  await measure(call, running.key, { name: `Frames of ${WIDE}`, type: 'webhook', improve: 'down', unit: 'ms' }, -30);
  await measure(call, proven.key, { name: 'Lost orders an hour', type: 'csv', improve: 'down' }, 0);
  await call('POST', '/api/metric-sources', { goalId: planning.key, name: 'Searches', type: 'prometheus', endpoint: 'http://127.0.0.1:9', query: `sum(${WIDE})` });
  return { planning: planning.key, running: running.key, measuring: measuring.key, proven: proven.key };
}

/** A metric with what it did around a merged change. */
async function measure(call, goal, source, step) {
  const merged = Date.now() - 8 * DAY;
  const { id } = await call('POST', '/api/metric-sources', { goalId: goal, step: '1h', ...source });
  await call('POST', `/api/goals/${goal}/hypotheses`, { metricSourceId: id, smallestEffect: 10, smallestIsPercent: true });
  await call('POST', `/api/metric-sources/${id}/samples`, { samples: hourly({ until: Date.now(), days: 36, base: 120, spread: 8, step, stepAt: merged }) });
  await call('POST', `/api/goals/${goal}/artifacts`, { type: 'pr', title: `A merged change: ${LONG.slice(0, 150)}`, mergedAt: new Date(merged).toISOString() });
  await call('POST', `/api/goals/${goal}/confounders`, { kind: 'incident', title: 'The provider was down', startsAt: new Date(merged - DAY).toISOString() });
  await call('POST', `/api/goals/${goal}/assess`, { metricSourceId: id });
}

/** Every page that a person can open, with data on it. */
export function pages(keys) {
  const tabs = ['', '?tab=tasks', '?tab=sessions', '?tab=timeline', '?tab=measurement', '?tab=context', '?tab=narrative'];
  return [
    '/', ...tabs.map((tab) => `/goals/${keys.running}${tab}`), `/goals/${keys.proven}?tab=narrative`, `/goals/${keys.planning}`,
    `/goals/${keys.proven}?tab=measurement`, `/goals/${keys.planning}?tab=measurement`, '/impact', '/impact?days=7&project=Troy',
    '/dispatch', '/sessions/S1', '/inbox', '/portfolio', '/settings/integrations', '/settings/repositories', '/settings/budgets', '/settings/routing', '/settings/tokens',
    '/settings/appearance', '/settings/data', '/no/such/page',
  ];
}
