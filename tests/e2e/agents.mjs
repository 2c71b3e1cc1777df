// Agents for the walks: the stand-in of the other tests in place of Claude Code, and a repository to work in.
import { execFileSync } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Maestro } from './harness.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The stand-in for an agent; a model with `model`. */
export const STANDIN = join(dirname(process.env.MAESTRO_BIN ?? join(ROOT, 'target/debug/maestro')), 'standin');

/** A server that can start agents in a repository with one commit; `claude` is the program that is started. */
export async function house(claude = STANDIN) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'maestro-app-')));
  const git = (...args) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Agent');
  git('config', 'user.email', 'agent@example.com');
  await writeFile(join(folder, 'README.md'), 'An app.\n');
  git('add', '.');
  git('commit', '-q', '-m', 'Begin');
  const maestro = await Maestro.start({ MAESTRO_CLAUDE: claude });
  const token = await maestro.token();
  const call = (method, path, body) => maestro.api(token, method, path, body);
  await call('POST', '/api/repositories', { path: folder });
  const stop = async () => {
    const { items } = await call('GET', '/api/sessions');
    for (const { id } of items) await call('POST', `/api/sessions/${id}/stop`).catch(() => null);
    await until(async () => (await call('GET', '/api/sessions')).items.every(({ status }) => ['succeeded', 'failed', 'stopped', 'lost', 'over-budget', 'timed-out'].includes(status)));
    await maestro.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { maestro, token, call, folder, stop, dispatch: (title, ...steps) => dispatch(call, title, steps) };
}

/** Starts a session whose agent takes these steps; gives back its key. */
async function dispatch(call, title, steps) {
  const goal = await call('POST', '/api/goals', { title });
  const details = `Do this.\n\n\`\`\`script\n${steps.join('\n')}\n\`\`\`\n`;
  const [task] = await call('POST', `/api/goals/${goal.key}/tasks`, [{ title, details }]);
  const started = await call('POST', '/api/dispatch', { taskId: task.key, agent: 'claude-code', model: 'claude-opus-5-5' });
  return started.key;
}

/** Waits until it is so. */
export async function until(holds) {
  const end = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it never came to be so');
    await new Promise((again) => setTimeout(again, 50));
  }
}
