/**
 * Episodes as vitest tests: one test each, a failure says what was different, where the agent went wrong, and how to see it again.
 * Importing this module adds the matchers `toPass()` and `toEarn(least)`.
 */
import { relative, resolve } from 'node:path';
import { afterAll, describe, expect, it, type TestContext } from 'vitest';
import type { Agent } from './model/agent.ts';
import type { Verdict } from './model/verdict.ts';
import { visible } from './model/visible-text.ts';
import { withoutUndefined } from './model/without-undefined.ts';
import { openSet, type OpenRun, type PlayedRollout, type SetEpisode } from './pipeline/open-set.ts';
import { compareWithRun } from './pipeline/read-run.ts';
import { Lanes } from './replay/lanes.ts';
import { rolloutFacts, type RolloutFacts } from './report/rollout-facts.ts';
import { shortened } from './report/step-text.ts';
import { trialsText } from './report/trials-text.ts';

export interface DescribeEpisodesOptions {
  /** Only episodes of this split, of this family, with these ids. */
  readonly split?: string;
  readonly family?: string;
  readonly ids?: readonly string[];
  readonly limit?: number;
  /** Shuffles before the limit, the same way for the same seed. */
  readonly seed?: number;
  /** Rollouts of each episode; a test passes where all of them do. */
  readonly trials?: number;
  /** Rollouts at once, whatever vitest's own `maxConcurrency` is; 8 unless said otherwise. */
  readonly concurrency?: number;
  /** Hosts outside the episodes that the agent may reach: its model. */
  readonly allow?: readonly string[];
  /** Real milliseconds a rollout may take; 5 minutes unless said otherwise. */
  readonly timeoutMs?: number;
  readonly maxCalls?: number;
  /**
   * Rollouts that may be spent, where an episode fails, on the smallest plan of mutations on which it still fails; the
   * message then says which one it is. 0, unless said otherwise: rollouts cost what the agent's model costs.
   */
  readonly shrink?: number;
  /** Here instead of as the last argument. */
  readonly agent?: Agent;
  /** What a rollout must do; `expect(rollout).toPass()` unless said otherwise. */
  readonly judge?: (rollout: PlayedRollout) => void;
  /** A run file to write, for `offscript report`, `show` and `export`; replaced where it is there. */
  readonly out?: string;
  /**
   * An earlier run, best the last green one. Single failures then skip their tests instead of failing them, and one more
   * test fails where the agent has become worse on the same episodes (McNemar, p < .05): no gate on luck.
   */
  readonly noWorseThan?: string;
}

/**
 * @example
 * describeEpisodes('support.sqlite', { split: 'test', concurrency: 20, allow: ['api.openai.com'] }, agent);
 */
export function describeEpisodes(path: string, options: DescribeEpisodesOptions, agent = options.agent): void {
  if (agent === undefined)
    throw new TypeError('describeEpisodes needs an agent: describeEpisodes(set, options, agent).');
  const set = openSet(path);
  const { split, family, ids, limit, seed } = options;
  const selection = { split, family, ids, limit, seed };
  const episodes = [...set.episodes(withoutUndefined(selection))];
  if (episodes.length === 0) throw new Error(`No episode of ${path} was chosen: leave out split, family or ids.`);
  const play = new Lanes(options.concurrency ?? 8);
  const begun = new Map<string, Promise<readonly PlayedRollout[]>>();
  const facts: RolloutFacts[] = [];
  let run: OpenRun | null = null;

  const start = (episode: SetEpisode): Promise<readonly PlayedRollout[]> =>
    Promise.all(
      Array.from({ length: options.trials ?? 1 }, (_, index) =>
        play.next(async () => {
          const { allow, timeoutMs, maxCalls } = options;
          const settings = withoutUndefined({ trial: index + 1, allow, timeoutMs, maxCalls });
          const rollout = await episode.rollout(agent, settings);
          facts.push(rolloutFacts({ id: episode.id, family: episode.family, mutators: [] }, rollout, 'strict'));
          run?.add(rollout);
          return rollout;
        }),
      ),
    );

  /** All that will be tested, as soon as the first test runs: tests wait for their rollouts, not for their turn. */
  const startAll = ({ task }: TestContext): void => {
    run = options.out === undefined ? null : set.openRun(options.out, { agent: 'vitest', overwrite: true });
    const chosen = task.suite?.tasks.filter(({ mode }) => mode === 'run' || mode === 'queued').map(({ name }) => name);
    const wanted = new Set(chosen);
    for (const episode of episodes) {
      if (chosen !== undefined && !wanted.has(titleOf(episode))) continue;
      const playing = start(episode);
      playing.catch(() => {});
      begun.set(episode.id, playing);
    }
  };
  let isStarted = false;

  describe(`${relative(process.cwd(), resolve(path))}`, () => {
    afterAll(() => {
      run?.close();
      set.close();
    });

    for (const episode of episodes) {
      it(titleOf(episode), { timeout: 0 }, async (context) => {
        if (!isStarted) startAll(context);
        isStarted = true;
        const again = (context.task.result?.retryCount ?? 0) > 0 || (context.task.result?.repeatCount ?? 0) > 0;
        const rollouts = await (again ? start(episode) : (begun.get(episode.id) ?? start(episode)));
        begun.delete(episode.id);
        const wrong = firstWrong(rollouts, options.judge ?? ((rollout) => void expect(rollout).toPass()));
        if (wrong === null) return;
        const smallest = await play.next(() => smallestOf(episode, agent, options));
        const message = messageOf(wrong, rollouts.length, commandOf(context, episode), smallest);
        if (options.noWorseThan !== undefined) context.skip(message);
        throw new EpisodeFailed(message);
      });
    }

    const { noWorseThan } = options;
    if (noWorseThan !== undefined) {
      it(`is no worse than ${noWorseThan}`, () => {
        const { worse, pairs, lost, won, p } = compareWithRun(facts, noWorseThan);
        if (worse) throw new EpisodeFailed(`Of ${pairs} pairs ${lost} were lost and ${won} won (p ${p.toFixed(4)}).`);
      });
    }
  });
}

/** The stack is offscript's own and tells nothing. */
class EpisodeFailed extends Error {
  override readonly name = 'EpisodeFailed';

  constructor(message: string) {
    super(message);
    this.stack = `${this.name}: ${message}`;
  }
}

interface Wrong {
  readonly rollout: PlayedRollout;
  readonly count: number;
  /** What the judge said, where it was not `toPass`. */
  readonly said: string | null;
}

function firstWrong(rollouts: readonly PlayedRollout[], judge: (rollout: PlayedRollout) => void): Wrong | null {
  const wrong = rollouts.flatMap((rollout) => {
    try {
      judge(rollout);
      return [];
    } catch (error) {
      const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
      return [{ rollout, said: line.startsWith('Rollout ') ? null : line }];
    }
  });
  const [first] = wrong;
  return first === undefined ? null : { ...first, count: wrong.length };
}

/** What of an episode's plan is enough for the agent to fail; null where nobody asks, or there is nothing to leave out. */
async function smallestOf(
  episode: SetEpisode,
  agent: Agent,
  { shrink = 0, judge, allow, timeoutMs }: DescribeEpisodesOptions,
): Promise<string | null> {
  if (shrink <= 0 || judge !== undefined || episode.mutators.length === 0) return null;
  try {
    const settings = withoutUndefined({ maxRollouts: shrink, allow, timeoutMs });
    const { explain, from, to, rollouts } = await episode.shrink(agent, settings);
    return `Smallest: ${explain} (${to} of ${from} mutations, found in ${rollouts} rollouts)`;
  } catch (error) {
    return `Not made smaller: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function messageOf({ rollout, count, said }: Wrong, trials: number, again: string, smallest: string | null): string {
  return [
    ...(trials === 1 ? [] : [`${trialsText(trials - count, trials)}. The first that did not:`, '']),
    ...(smallest === null ? [] : [visible(smallest), '']),
    ...(said === null ? [] : [said, '']),
    diagnosisOf(rollout, again),
  ].join('\n');
}

function diagnosisOf(rollout: PlayedRollout, again?: string): string {
  return rollout.diagnosis(again).split('\n').map(visible).join('\n');
}

/** Workflow, then what is different, then the id: reads well, is unique, and can be given to `-t`. */
function titleOf({ workflow, differences, id }: SetEpisode): string {
  const what = differences.length === 0 ? 'in the world as it was recorded' : differences.join(' + ');
  return visible(`${workflow}: ${shortened(what, 140)} [${id}]`);
}

function commandOf({ task }: TestContext, { id }: SetEpisode): string {
  return `npx vitest run ${relative(process.cwd(), task.file.filepath)} -t ${id.replaceAll('~', '.')}`;
}

interface EpisodeMatchers<Result> {
  /** The rollout (or verdict) passed. */
  toPass(): Result;
  /** Its reward is at least this. */
  toEarn(least: number): Result;
}

declare module 'vitest' {
  // eslint-disable-next-line
  interface Matchers<T = any> extends EpisodeMatchers<T> {}
}

expect.extend({
  toPass: (received: unknown) => {
    const verdict = verdictOf(received, 'toPass');
    return {
      pass: verdict.pass,
      message: () => (verdict.pass ? 'The rollout passed, and was expected not to.' : explain(received, verdict)),
    };
  },
  toEarn: (received: unknown, least: number) => {
    const verdict = verdictOf(received, 'toEarn');
    const earned = verdict.reward ?? Number.NaN;
    return {
      pass: earned >= least,
      message: () =>
        `Earned ${verdict.reward ?? 'nothing'}, to earn at least ${least}.\n\n${explain(received, verdict)}`,
    };
  },
});

function isRollout(received: unknown): received is PlayedRollout {
  return typeof received === 'object' && received !== null && 'verdict' in received && 'diagnosis' in received;
}

function verdictOf(received: unknown, matcher: string): Verdict {
  if (isRollout(received)) return received.verdict;
  if (typeof received === 'object' && received !== null && 'arithmetic' in received) return received as Verdict;
  throw new TypeError(`${matcher} takes what episode.rollout(agent), episode.play(agent) or rollout.close() gives.`);
}

function explain(received: unknown, verdict: Verdict): string {
  if (isRollout(received)) return diagnosisOf(received);
  const failed = verdict.checks
    .filter(({ state }) => state === 'failed')
    .map(({ check, because }) => `${check}: ${because}`);
  return visible([`Rollout earned ${verdict.reward ?? 'nothing'}`, ...failed].join('. '));
}
