import type { Json } from '../model/json.ts';
import { defineCommand } from './command.ts';
import { statisticsFields } from './statistics-fields.ts';

export const scoreCommand = defineCommand({
  command: 'score <run>',
  describe: 'Judge the rollouts of a run again, offline: no agent, no world, nothing written',
  builder: (argv) =>
    argv
      .positional('run', { type: 'string', demandOption: true, describe: 'a run made by replay --out' })
      .example('offscript score run.sqlite', 'says which verdicts would be others now'),

  run: async (args) => {
    const { scoreRun } = await import('../pipeline/read-run.ts');
    const { textReport } = await import('../report/text-report.ts');
    const { statistics, rollouts, seconds, changed } = scoreRun(args.run);
    const differing =
      changed.length === 0
        ? 'Every verdict is as stored.'
        : `${changed.length} verdicts are others now: ${changed
            .slice(0, 10)
            .map(({ id, before, now }) => `${id} ${before ?? 'tainted'} -> ${now ?? 'tainted'}`)
            .join(', ')}`;
    return {
      fields: { ...statisticsFields(statistics), seconds, changed: changed as unknown as Json },
      text: `${textReport(statistics, rollouts, args.run)}\n\n${differing}`,
    };
  },
});
