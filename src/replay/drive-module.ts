import type { Agent } from '../model/agent.ts';
import type { EpisodeRun } from '../model/rollout.ts';
import { agentEpisode } from './agent-episode.ts';
import { withIdleCredit } from './idle-credit.ts';
import { runInside } from './in-process.ts';

export interface DriveOptions {
  /** Real milliseconds a rollout may take. */
  readonly timeoutMs: number;
  /** The whole run is being stopped. */
  readonly signal: AbortSignal;
  readonly allow: readonly string[];
}

/** An agent may tidy up after its last act; then it is left behind. */
const GRACE_MS = 1_000;

/** Lets a module agent play one rollout to its end. Whatever the agent does, this resolves. */
export async function driveModule(
  agent: Agent,
  started: EpisodeRun,
  { timeoutMs, signal, allow }: DriveOptions,
): Promise<void> {
  const run = withIdleCredit(started, () => performance.now());
  const stopping = new AbortController();
  let settle: (end: 'over' | 'timeout' | 'stopped') => void = () => {};
  const cut = new Promise<'over' | 'timeout' | 'stopped'>((resolve) => (settle = resolve));
  let grace: NodeJS.Timeout | undefined;
  const onOver = (): void => void (grace ??= setTimeout(() => settle('over'), GRACE_MS));
  const onStop = (): void => settle('stopped');
  const timer = setTimeout(() => settle('timeout'), timeoutMs);
  signal.addEventListener('abort', onStop, { once: true });
  if (signal.aborted) onStop();
  const episode = agentEpisode(run, { allow, signal: stopping.signal, onOver });
  try {
    const played = runInside({ run, fetch: episode.fetch, allow }, async () => void (await agent(episode)));
    const end = await Promise.race([
      played.then(
        () => 'returned' as const,
        (error: unknown) => ({ error }),
      ),
      cut,
    ]);
    if (typeof end === 'object') run.fail('crash', crashText(end.error));
    else if (end === 'timeout') run.fail('timeout', `The agent was not done within ${timeoutMs / 1000} s.`);
    else if (end === 'stopped') run.fail('timeout', 'The run was stopped.');
    else run.finish(null);
  } finally {
    clearTimeout(timer);
    clearTimeout(grace);
    signal.removeEventListener('abort', onStop);
    stopping.abort(new Error('The rollout is over.'));
  }
}

function crashText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.name}: ${error.message}${cause}`;
}
