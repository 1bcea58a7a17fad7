import { UsageError } from '../errors.ts';
import type { Json } from '../model/json.ts';
import type { PlayOptions } from '../pipeline/play-set.ts';
import type { RolloutFacts } from '../report/rollout-facts.ts';
import { agentOf } from './agent-of.ts';
import { defineCommand } from './command.ts';
import { statisticsFields } from './statistics-fields.ts';
import { positive, whole } from './values.ts';

export const replayCommand = defineCommand({
  command: 'replay <set>',
  describe: 'Let an agent live through the episodes of a set, and score it',
  builder: (argv) =>
    argv
      .positional('set', { type: 'string', demandOption: true, describe: 'an episode set made by mutate' })
      .option('agent', {
        type: 'string',
        requiresArg: true,
        describe: 'a module: export default async (episode) => {}; or a program after --',
      })
      .option('trials', { type: 'number', default: 1, requiresArg: true, describe: 'rollouts of each episode' })
      .option('concurrency', { type: 'number', requiresArg: true, describe: 'rollouts at once' })
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'the run to write: every rollout, as soon as it is judged',
      })
      .option('resume', { type: 'boolean', default: false, describe: 'go on with the run at --out where it stopped' })
      .option('overwrite', { type: 'boolean', default: false, describe: 'replace the run at --out' })
      .option('split', { type: 'string', requiresArg: true, describe: 'only episodes of this split' })
      .option('family', { type: 'string', requiresArg: true, describe: 'only episodes of this family' })
      .option('episode', {
        type: 'string',
        array: true,
        requiresArg: true,
        describe: 'only these; ID~neutral is the twin without mutations',
      })
      .option('limit', { type: 'number', requiresArg: true, describe: 'at most so many episodes' })
      .option('timeout', {
        type: 'number',
        default: 300,
        requiresArg: true,
        describe: 'real seconds a rollout may take',
      })
      .option('max-calls', {
        type: 'number',
        requiresArg: true,
        describe: "calls a rollout may make, instead of each episode's own budget",
      })
      .option('reward', {
        choices: ['strict', 'graded'] as const,
        default: 'strict' as const,
        describe: 'graded ranks failures below any pass',
      })
      .option('min-reward', {
        type: 'number',
        requiresArg: true,
        describe: 'exit code 1 where the mean reward is below',
      })
      .option('no-worse-than', {
        type: 'string',
        requiresArg: true,
        describe: 'exit code 1 where the agent is worse than in this run, on the same episodes',
      })
      .example('offscript replay episodes.sqlite --agent agent.js --out run.sqlite', 'a module as the agent')
      .example(
        'offscript replay episodes.sqlite --trials 3 --out run.sqlite -- python agent.py',
        'any program as the agent',
      ),

  run: async (args, io) => {
    if (args.resume && args.out === undefined)
      throw new UsageError('--resume needs --out.', 'Name the run to go on with: --resume --out RUN');
    const options: PlayOptions = {
      set: args.set,
      agent: agentOf(args.agent, (args as { '--'?: readonly string[] })['--']),
      trials: whole('--trials', args.trials),
      concurrency: args.concurrency === undefined ? null : whole('--concurrency', args.concurrency),
      out: args.out ?? null,
      resume: args.resume,
      overwrite: args.overwrite,
      filter: {
        split: args.split,
        family: args.family,
        ids: args.episode,
        limit: args.limit === undefined ? undefined : whole('--limit', args.limit),
      },
      timeoutMs: 1000 * positive('--timeout', args.timeout),
      maxCalls: args['max-calls'] === undefined ? null : whole('--max-calls', args['max-calls']),
      reward: args.reward,
      signal: io.signal,
      onProgress: (done, of) => io.progress(`${done} of ${of} rollouts`),
    };
    const { playSet } = await import('../pipeline/play-set.ts');
    const { textReport } = await import('../report/text-report.ts');
    const { statistics, rollouts, seconds } = await playSet(options);
    const gates = await failedGates(
      { minReward: args['min-reward'], noWorseThan: args['no-worse-than'] },
      statistics.meanReward,
      rollouts,
    );
    const stopped =
      io.signal.aborted && args.out !== undefined ? `\nStopped. Go on with: --resume --out ${args.out}` : '';
    return {
      fields: {
        ...statisticsFields(statistics),
        seconds,
        ...(gates.compared === null ? {} : { noWorseThan: gates.compared as Json }),
      },
      exitCode: gates.messages.length === 0 ? 0 : 1,
      text: [textReport(statistics, rollouts, args.out ?? null), ...gates.messages].join('\n') + stopped,
    };
  },
});

type Gates = { readonly messages: readonly string[]; readonly compared: object | null };

async function failedGates(
  args: { readonly minReward?: number | undefined; readonly noWorseThan?: string | undefined },
  meanReward: number | null,
  rollouts: readonly RolloutFacts[],
): Promise<Gates> {
  const messages: string[] = [];
  if (args.minReward !== undefined && (meanReward ?? 0) < args.minReward)
    messages.push(`The mean reward ${(meanReward ?? 0).toFixed(3)} is below ${args.minReward}.`);
  if (args.noWorseThan === undefined) return { messages, compared: null };
  const { compareWithRun } = await import('../pipeline/read-run.ts');
  const compared = compareWithRun(rollouts, args.noWorseThan);
  if (compared.worse)
    messages.push(
      `Worse than ${args.noWorseThan}: of ${compared.pairs} pairs ${compared.lost} lost and ${compared.won} won (p ${compared.p.toFixed(4)}).`,
    );
  return { messages, compared };
}
