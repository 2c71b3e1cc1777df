// The outside, on loopback, answering what was recorded of the real one (tests/fixtures/SOURCES.md says where and when).
import { readFile } from 'node:fs/promises';
import { standIn } from './harness.mjs';

const recorded = (path) => readFile(new URL(`../fixtures/${path}`, import.meta.url), 'utf8');

/** The pull request that the recorded GitHub knows. */
export const PULL = { repo: 'artsy/emission', number: 327, title: 'Adds the inquiry components', added: 743, removed: 17 };

/** A GitHub that knows one merged pull request. */
export async function github() {
  const pull = `/repos/${PULL.repo}/pulls/${PULL.number}`;
  const files = {
    [pull]: 'pull_merged.json',
    [`${pull}/files`]: 'files.json',
    [`${pull}/reviews`]: 'reviews.json',
    [`${pull}/commits`]: 'commits.json',
  };
  return standIn(async (request) => {
    const { pathname } = new URL(request.url, 'http://peer');
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
