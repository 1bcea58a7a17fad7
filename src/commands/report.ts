import { defineCommand } from './command.ts';
import { statisticsFields } from './statistics-fields.ts';

export const reportCommand = defineCommand({
  command: 'report <run>',
  describe: 'Sum up a run: demo against production, by family and mutator',
  builder: (argv) =>
    argv
      .positional('run', { type: 'string', demandOption: true, describe: 'a run made by replay --out' })
      .option('html', { type: 'string', requiresArg: true, describe: 'also write one self-contained page here' })
      .option('overwrite', { type: 'boolean', default: false, describe: 'replace the page at --html' })
      .example('offscript report run.sqlite', 'rates with their 95 % intervals')
      .example('offscript report run.sqlite --html report.html', 'with every failure, step by step; opens from disk'),

  run: async (args) => {
    const { summariseRun, writeHtmlReport } = await import('../pipeline/read-run.ts');
    const { textReport } = await import('../report/text-report.ts');
    const { statistics, rollouts, seconds } = summariseRun(args.run);
    const { html } = args;
    if (html !== undefined) await writeHtmlReport(args.run, html, args.overwrite);
    return {
      fields: { ...statisticsFields(statistics), seconds, ...(html === undefined ? {} : { html }) },
      text: [textReport(statistics, rollouts, args.run), ...(html === undefined ? [] : [`The page is ${html}.`])].join(
        '\n',
      ),
    };
  },
});
