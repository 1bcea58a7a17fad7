import { UsageError } from '../errors.ts';
import type { Json } from '../model/json.ts';
import type { Moment } from '../pipeline/serve.ts';
import { defineCommand, type CommandIo, type CommandResult } from './command.ts';
import { port, positive, whole } from './values.ts';

export const serveCommand = defineCommand({
  command: 'serve <file>',
  describe: 'Serve the world of a recording over HTTP, or an episode set to a trainer',
  builder: (argv) =>
    argv
      .positional('file', { type: 'string', demandOption: true, describe: 'a recording or an episode set' })
      .option('port', {
        type: 'number',
        default: 0,
        requiresArg: true,
        describe: 'on the loopback interface; 0 takes any free one',
      })
      .option('at', {
        type: 'string',
        default: 'latest',
        requiresArg: true,
        describe: 'recordings: start, latest or a time (ISO 8601)',
      })
      .option('max', { type: 'number', default: 64, requiresArg: true, describe: 'sets: rollouts open at once' })
      .option('idle', {
        type: 'number',
        default: 900,
        requiresArg: true,
        describe: 'sets: seconds after which a rollout nobody plays is ended',
      })
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'sets: the run to write: every rollout, as soon as it is judged',
      })
      .option('resume', { type: 'boolean', default: false, describe: 'sets: go on with the run at --out' })
      .option('overwrite', { type: 'boolean', default: false, describe: 'sets: replace the run at --out' })
      .example('offscript serve recording.sqlite --port 8080', 'the API as it was recorded')
      .example(
        'offscript serve episodes.sqlite --out run.sqlite',
        'GET /episodes, POST /rollouts with the printed token; keeps what was played',
      ),

  run: async (args, io) => {
    const { isRecording, serveRecording, serveSet } = await import('../pipeline/serve.ts');
    const options = {
      port: port(args.port),
      max: whole('--max', args.max),
      idleMs: positive('--idle', args.idle) * 1000,
    };
    const { out, resume, overwrite } = args;
    if (resume && out === undefined)
      throw new UsageError('--resume needs --out.', 'Name the run to go on with: --resume --out RUN');
    const moment = momentOf(args.at);
    if (isRecording(args.file)) {
      if (out !== undefined)
        throw new UsageError('--out is for episode sets.', 'A recording is served without being played: leave it out.');
      io.progress('learning the recording');
      const served = await serveRecording(args.file, { port: options.port, moment });
      const { origins, credentials } = served;
      const url = Object.values(origins)[0] ?? '';
      return untilStopped(
        io,
        served,
        { url, origins: origins as Json, credentials: credentials as unknown as Json },
        () => ({ requests: served.requests }),
      );
    }
    const served = await serveSet(args.file, {
      ...options,
      run: out === undefined ? null : { out, resume, overwrite },
    });
    const { url, token, episodes } = served;
    return untilStopped(io, served, { url, token, episodes }, () => ({}));
  },
});

type Fields = Readonly<Record<string, Json>>;

/** The first line is for programs; then nothing until a signal comes. */
async function untilStopped(
  io: CommandIo,
  served: { close(): Promise<void> },
  first: Fields,
  last: () => Fields,
): Promise<CommandResult> {
  io.line(JSON.stringify(first));
  io.note(`Serving on ${String(first['url'])}. Stop with Ctrl-C.`);
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await served.close();
  return { fields: { ...first, ...last() }, text: 'Stopped.' };
}

function momentOf(text: string): Moment {
  if (text === 'start' || text === 'latest') return text;
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new UsageError(`--at ${text} is no time.`, 'Give start, latest, or a time such as 2026-11-22T10:00:00Z.');
  return { at };
}
