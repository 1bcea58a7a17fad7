import { defineCommand } from './command.ts';

const FORMATS = ['auto', 'har', 'nock', 'vcr', 'betamax', 'go-vcr', 'wiremock', 'hoverfly', 'postman'] as const;

export const importCommand = defineCommand({
  command: 'import <files..>',
  describe: 'Bring recorded traffic of other tools into a recording',
  builder: (argv) =>
    argv
      .positional('files', { type: 'string', array: true, demandOption: true, describe: 'files, or folders to walk' })
      .option('out', {
        type: 'string',
        demandOption: true,
        requiresArg: true,
        describe: 'the recording to make or to append to',
      })
      .option('format', {
        choices: FORMATS,
        default: 'auto' as const,
        describe: 'what the files are; auto tells each by its content',
      })
      .option('no-join', {
        type: 'boolean',
        default: false,
        describe: 'keep STEM-setup, STEM and STEM-tearDown as sessions of their own',
      })
      .option('key', {
        type: 'string',
        requiresArg: true,
        describe: 'the project key file (default: the one in your config folder)',
      })
      .option('redact', {
        type: 'string',
        default: 'default',
        requiresArg: true,
        describe: 'default, off, or a file of own rules',
      })
      .example('offscript import cassettes/ --out recording.sqlite', 'all files in a folder, each in its own format'),

  run: async (args, io) => {
    const { importRecording } = await import('../pipeline/import-recording.ts');
    const result = importRecording({
      files: args.files,
      out: args.out,
      format: args.format,
      join: !args['no-join'],
      key: args.key ?? null,
      redact: args.redact,
      env: process.env,
      signal: io.signal,
      onFile: (path, done, total) => io.progress(`reading ${done} of ${total}: ${path}`),
    });
    const { recording, files, empty, sessions, interactions, redacted, skipped } = result;
    return {
      fields: {
        recording,
        files,
        empty,
        sessions,
        interactions,
        redacted,
        skipped: skipped.map(({ file, reason }) => ({ file, reason })),
      },
      text: [
        ...skipped.map(({ file, reason }) => `skipped ${file}: ${reason}`),
        `${interactions} interactions in ${sessions} sessions from ${files} files are in ${recording} (${empty} files empty, ${skipped.length} skipped, ${redacted} values redacted).`,
        `Next: offscript inspect ${recording}`,
      ].join('\n'),
    };
  },
});
