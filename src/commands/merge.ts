import { UsageError } from '../errors.ts';
import { defineCommand } from './command.ts';
import { sessionFields } from './session-table.ts';

export const mergeCommand = defineCommand({
  command: 'merge <recordings..>',
  describe: 'Join recordings of one project, such as those of several weeks, into a new one',
  builder: (argv) =>
    argv
      .positional('recordings', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'two recordings or more, made with one project key',
      })
      .option('out', { type: 'string', demandOption: true, requiresArg: true, describe: 'the recording to make' })
      .option('overwrite', { type: 'boolean', default: false, describe: 'replace an existing file' })
      .example('offscript merge week1.sqlite week2.sqlite --out all.sqlite', ''),

  run: async (args) => {
    if (args.recordings.length < 2)
      throw new UsageError('One recording cannot be merged.', 'Name two or more recordings.');
    const { mergeRecordings } = await import('../pipeline/merge-recordings.ts');
    const sessions = await mergeRecordings(args.recordings, args.out, args.overwrite);
    return {
      fields: { sessions: sessions.map(sessionFields) },
      text: `${sessions.length} sessions of ${args.recordings.length} recordings are in ${args.out}.\nNext: offscript inspect ${args.out}`,
    };
  },
});
