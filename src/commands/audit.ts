import { defineCommand } from './command.ts';
import { table } from './table.ts';

export const auditCommand = defineCommand({
  command: 'audit <set>',
  describe: 'Execute the proofs of an episode set again',
  builder: (argv) =>
    argv
      .positional('set', { type: 'string', demandOption: true, describe: 'an episode set made by mutate' })
      .option('full', {
        type: 'boolean',
        default: false,
        describe: 'run every check on every episode, nothing shared between them',
      })
      .example('offscript audit episodes.sqlite', 'exit code 1 where one proof does not hold'),

  run: async (args, io) => {
    const { auditSet } = await import('../pipeline/audit-set.ts');
    const result = auditSet(args.set, args.full, io.progress);
    const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
    return {
      fields: {
        ...result,
        baselines: { ...result.baselines },
        failed: result.failed.map(({ episode, reason }) => ({ episode, reason })),
      },
      exitCode: result.failed.length === 0 ? 0 : 1,
      text: [
        `${result.episodes} episodes audited${result.failed.length === 0 ? ': every proof holds.' : `; ${result.failed.length} do not hold:`}`,
        ...result.failed.slice(0, 20).map(({ episode, reason }) => `  ${episode}: ${reason}`),
        '',
        `oracle earns ${result.oracle.min} at least, ${result.oracle.mean} on average; other right ways pass ${percent(result.variantsPass)}`,
        `mutations that bite ${percent(result.bites)}; wrong oracles caught ${percent(result.mutantsKilled)}`,
        `same reset ${result.resetEqual ? 'yes' : 'NO'}, same replay ${result.replayEqual ? 'yes' : 'NO'}, environment failures ${result.environmentFailures}, unverified ${percent(result.unverified)}`,
        '',
        table(
          ['cheater', 'most', 'mean'],
          Object.entries(result.baselines).map(([name, { max, mean }]) => [name, max.toFixed(3), mean.toFixed(4)]),
        ),
      ].join('\n'),
    };
  },
});
