import { defineCommand } from './command.ts';
import { table } from './table.ts';
import { whole } from './values.ts';
export const driftCommand = defineCommand({
  command: 'drift <recording>',
  describe: 'Make the same tasks week by week, in an API that drifts further and further',
  builder: (argv) =>
    argv
      .positional('recording', {
        type: 'string',
        demandOption: true,
        describe: 'a recording made by capture or import',
      })
      .option('out', {
        type: 'string',
        demandOption: true,
        requiresArg: true,
        describe: 'the folder to write: an episode set for each week, and schedule.json',
      })
      .option('overwrite', { type: 'boolean', default: false, describe: 'replace the sets where they are there' })
      .option('weeks', { type: 'number', default: 12, requiresArg: true, describe: 'weeks after the recorded one' })
      .option('seed', {
        type: 'number',
        default: 1,
        requiresArg: true,
        describe: 'same seed, same series, byte for byte',
      })
      .option('tasks', { type: 'number', default: 40, requiresArg: true, describe: 'most tasks, each in every week' })
      .example(
        'offscript drift recording.sqlite --weeks 12 --out drift',
        'thirteen sets: the recorded world, then twelve weeks',
      ),
  run: async (args, io) => {
    const { driftSeries } = await import('../pipeline/drift-series.ts');
    const { tasks, weeks } = await driftSeries({
      recording: args.recording,
      out: args.out,
      overwrite: args.overwrite,
      weeks: whole('--weeks', args.weeks),
      seed: whole('--seed', args.seed, 0),
      tasks: whole('--tasks', args.tasks),
      maxBytes: 65_536,
      onProgress: io.progress,
      signal: io.signal,
    });
    return {
      fields: { tasks, weeks: weeks.map((week) => ({ ...week, events: [...week.events] })) },
      text: [
        `${tasks} tasks in each of ${weeks.length} weeks are in ${args.out}.`,
        '',
        table(
          ['week', 'drifted', 'what changes'],
          weeks.flatMap(({ week, drifted, episodes, events }) =>
            (events.length === 0 ? ['nothing'] : events).map((what, at) => [
              at === 0 ? String(week) : '',
              at === 0 ? `${drifted} of ${episodes}` : '',
              what,
            ]),
          ),
        ),
        '',
        `Next: offscript replay ${weeks[0]?.set ?? args.out} --agent FILE, then the same for each week: what is kept of week 0 is the retention.`,
      ].join('\n'),
    };
  },
});
