import { UsageError } from '../errors.ts';
import { defineCommand } from './command.ts';
import { port, positive } from './values.ts';

const MEBIBYTE = 1024 * 1024;

export const captureCommand = defineCommand({
  command: 'capture',
  describe: 'Record an API by standing in front of it',
  builder: (argv) =>
    argv
      .option('to', {
        type: 'string',
        array: true,
        nargs: 1,
        demandOption: true,
        requiresArg: true,
        describe: 'an API to record, as https://api.example.com; each gets a local port',
      })
      .option('out', {
        type: 'string',
        demandOption: true,
        requiresArg: true,
        describe: 'the recording to make or to append to',
      })
      .option('port', {
        type: 'number',
        default: 0,
        requiresArg: true,
        describe: 'local port of the first API, the others follow; 0: any free ones',
      })
      .option('host', {
        type: 'string',
        default: '127.0.0.1',
        requiresArg: true,
        describe: 'local address; anything but loopback lets others in',
      })
      .option('session', {
        type: 'string',
        requiresArg: true,
        describe: 'record everything as one session of this name',
      })
      .option('session-by', {
        type: 'string',
        requiresArg: true,
        describe: 'tell sessions apart by header:NAME or entity:RESOURCE',
      })
      .option('idle-gap', {
        type: 'number',
        default: 120,
        requiresArg: true,
        describe: 'seconds of silence that end a session',
      })
      .option('task', { type: 'string', requiresArg: true, describe: 'what the client was asked to do' })
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
      .option('trust-time', {
        type: 'boolean',
        default: false,
        describe: 'believe X-Offscript-At (epoch ms): for workloads with a clock of their own',
      })
      .option('max-body', {
        type: 'number',
        default: 32 * MEBIBYTE,
        requiresArg: true,
        describe: 'bytes; a larger body passes but is not kept',
      })
      .example(
        'offscript capture --to https://api.example.com --out recording.sqlite',
        'then point the client at the URL it prints; stop with Ctrl-C',
      ),

  run: async (args, io) => {
    port(args.port, args.to.length);
    positive('--idle-gap', args['idle-gap']);
    if (!Number.isInteger(args['max-body']) || args['max-body'] < 0)
      throw new UsageError(`--max-body ${args['max-body']} is no size.`, `Give bytes, as --max-body ${32 * MEBIBYTE}.`);
    const { captureTraffic } = await import('../pipeline.ts');
    const result = await captureTraffic({
      to: args.to,
      port: args.port,
      host: args.host,
      session: args.session ?? null,
      sessionBy: args['session-by'] ?? null,
      task: args.task ?? null,
      trustTime: args['trust-time'],
      idleGap: args['idle-gap'],
      maxBody: args['max-body'],
      out: args.out,
      key: args.key ?? null,
      redact: args.redact,
      env: process.env,
      clock: { now: Date.now, steady: () => performance.now() },
      signal: io.signal,
      onListening: (localUrls) => {
        io.line(JSON.stringify({ url: [...localUrls.values()][0], origins: Object.fromEntries(localUrls) }));
        for (const [origin, local] of localUrls) io.note(`Recording ${origin}: use ${local} in its place.`);
        io.note(`Into ${args.out}. Stop with Ctrl-C.`);
      },
      onProgress: ({ interactions, sessions }) => io.progress(`${interactions} interactions in ${sessions} sessions`),
      onNote: (text) => io.note(text),
    });
    const { recording, sessions, interactions, redacted, incomplete } = result;
    return {
      fields: { recording, sessions, interactions, redacted, incomplete },
      text: [
        `${interactions} interactions in ${sessions} sessions are in ${recording} (${redacted} values redacted, ${incomplete} incomplete).`,
        `Next: offscript inspect ${recording}`,
      ].join('\n'),
    };
  },
});
