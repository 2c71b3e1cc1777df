// The outside, on loopback, answering what was recorded of the real one (tests/fixtures/SOURCES.md says where and when).
import { readFile } from 'node:fs/promises';
import { standIn } from './harness.mjs';

const recorded = (path) => readFile(new URL(`../fixtures/${path}`, import.meta.url), 'utf8');

/** The pull request that the recorded GitHub knows. */
export const PULL = { repo: 'artsy/emission', number: 327, title: 'Adds the inquiry components', added: 743, removed: 17 };

/** A GitHub that knows one merged pull request; `mergedAt` is told in place of when it really was. */
export async function github(mergedAt) {
  const pull = `/repos/${PULL.repo}/pulls/${PULL.number}`;
  const files = {
    [pull]: 'pull_merged.json',
    [`${pull}/files`]: 'files.json',
    [`${pull}/reviews`]: 'reviews.json',
    [`${pull}/commits`]: 'commits.json',
  };
  return standIn(async (request) => {
    const { pathname } = new URL(request.url, 'http://peer');
    if (pathname === pull && mergedAt) return { body: { ...JSON.parse(await recorded(`github/${files[pull]}`)), merged_at: mergedAt } };
    if (files[pathname]) return { headers: { etag: '"recorded"' }, body: await recorded(`github/${files[pathname]}`) };
    if (pathname.endsWith('/check-runs')) return { body: await recorded('github/check_runs_queued.json') };
    if (pathname.endsWith('/status')) return { body: await recorded('github/combined_status.json') };
    if (pathname.endsWith('/events')) return { body: [] };
    return null;
  });
}

/** Some words of what the recorded model says. */
export const STORY = 'doing well, thank you for asking';

/** A model that answers every question with a recorded stream. */
export async function anthropic() {
  const events = JSON.parse(await recorded('anthropic/text.chunks.json'));
  const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
  return standIn((request) => (request.url.endsWith('/v1/messages') ? { headers: { 'content-type': 'text/event-stream; charset=utf-8' }, body } : null));
}

const words = (text) => ({ version: 1, type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] });

/** A Jira Cloud with these issues, which the test may change; comments are kept in `comments`. */
export async function jira(issues) {
  const comments = [];
  const shown = ({ id, key, title, text, level = 0, type = 'Story', category = 'new', status = 'To Do', parent }) => ({
    id, key,
    fields: {
      summary: title, description: text ? words(text) : null, labels: [], resolutiondate: null,
      issuetype: { name: type, subtask: level < 0, hierarchyLevel: level },
      status: { name: status, statusCategory: { key: category } },
      ...(parent ? { parent: { key: parent } } : {}),
    },
  });
  const peer = await standIn((request, body) => {
    const { pathname } = new URL(request.url, 'http://peer');
    if (pathname.endsWith('/serverInfo')) return { body: { deploymentType: 'Cloud', version: '1001.0.0' } };
    if (request.headers.authorization !== `Basic ${Buffer.from('mia@example.com:t0ken').toString('base64')}`) return { status: 401 };
    if (pathname.endsWith('/myself')) return { body: { displayName: 'Mia Krystof' } };
    if (pathname.endsWith('/approximate-count')) return { body: { count: issues.length } };
    if (pathname.endsWith('/comment') && request.method === 'POST') {
      comments.push({ key: pathname.split('/').at(-2), text: JSON.stringify(JSON.parse(body).body) });
      return { status: 201, body: { id: String(comments.length) } };
    }
    if (pathname !== '/rest/api/3/search/jql') return null;
    const { jql, nextPageToken } = JSON.parse(body);
    if (jql.includes('nonsense')) return { status: 400, body: { errorMessages: ["Field 'nonsense' does not exist or you do not have permission to view it."] } };
    // Two to a page, as no page of a Jira need be full.
    const start = Number(nextPageToken ?? 0);
    const next = start + 2 < issues.length ? { nextPageToken: String(start + 2) } : { isLast: true };
    return { body: { issues: issues.slice(start, start + 2).map(shown), ...next } };
  });
  return { ...peer, comments };
}
