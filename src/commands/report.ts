import { defineCommand } from './command.ts';
import { statisticsFields } from './statistics-fields.ts';

export const reportCommand = defineCommand({
  command: 'report <run>',
  describe: 'Sum up a run: demo against production, by family and mutator',
  builder: (argv) =>
    argv
      .positional('run', { type: 'string', demandOption: true, describe: 'a run made by replay --out' })
      .example('offscript report run.sqlite', 'rates with their 95 % intervals'),

  run: async (args) => {
    const { summariseRun } = await import('../pipeline/read-run.ts');
    const { textReport } = await import('../report/text-report.ts');
    const { statistics, rollouts, seconds } = summariseRun(args.run);
    return { fields: { ...statisticsFields(statistics), seconds }, text: textReport(statistics, rollouts, args.run) };
  },
});
