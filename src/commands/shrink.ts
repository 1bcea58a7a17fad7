import type { Json } from '../model/json.ts';
import { agentOf } from './agent-of.ts';
import { defineCommand } from './command.ts';
import { positive, whole } from './values.ts';

export const shrinkCommand = defineCommand({
  command: 'shrink <set>',
  describe: 'Find the smallest plan of mutations on which an agent still fails',
  builder: (argv) =>
    argv
      .positional('set', { type: 'string', demandOption: true, describe: 'an episode set made by mutate' })
      .option('episode', {
        type: 'string',
        demandOption: true,
        requiresArg: true,
        describe: 'one that the agent fails',
      })
      .option('agent', {
        type: 'string',
        requiresArg: true,
        describe: 'a module: export default async (episode) => {}; or a program after --',
      })
      .option('trials', {
        type: 'number',
        default: 1,
        requiresArg: true,
        describe: 'for an agent that fails now and then: most rollouts of each plan, fewer where it is clear',
      })
      .option('max-rollouts', {
        type: 'number',
        requiresArg: true,
        describe: 'most rollouts of all (default 30 for each trial)',
      })
      .option('use', {
        type: 'string',
        array: true,
        default: [] as string[],
        requiresArg: true,
        describe: 'a module with mutators of your own, as given to mutate',
      })
      .option('timeout', {
        type: 'number',
        default: 300,
        requiresArg: true,
        describe: 'real seconds a rollout may take',
      })
      .example(
        'offscript shrink episodes.sqlite --episode e0123456789 --agent agent.js',
        'an agent that does the same every time',
      )
      .example(
        'offscript shrink episodes.sqlite --episode e0123456789 --trials 12 -- python agent.py',
        'an agent that varies',
      ),

  run: async (args, io) => {
    const { shrinkEpisode } = await import('../pipeline/shrink-episode.ts');
    const trials = whole('--trials', args.trials);
    const agent = agentOf(args.agent, (args as { '--'?: readonly string[] })['--']);
    const result = await shrinkEpisode({
      set: args.set,
      episode: args.episode,
      agent,
      trials,
      maxRollouts: args['max-rollouts'] === undefined ? 30 * trials : whole('--max-rollouts', args['max-rollouts']),
      use: args.use,
      timeoutMs: 1000 * positive('--timeout', args.timeout),
      signal: io.signal,
      onProgress: (rollouts, what) => io.progress(`${rollouts} rollouts: ${what}`),
    });
    return {
      fields: { ...result, plan: result.plan as unknown as Json, failed: [...result.failed] },
      text: [
        result.explain,
        `${mutations(result.from)} became ${mutations(result.to)} in ${result.rollouts} rollouts${result.smallest ? '' : '; the rollouts ran out before everything smaller was tried'}.`,
        ...result.plan.map(
          ({ mutator, target, params }) => `  ${mutator} ${JSON.stringify(params)} at ${JSON.stringify(target)}`,
        ),
        '',
        `Next: offscript replay ${args.set} --episode ${args.episode} --out run.sqlite, offscript show run.sqlite ${args.episode}`,
      ].join('\n'),
    };
  },
});

function mutations(count: number): string {
  return count === 1 ? '1 mutation' : `${count} mutations`;
}
