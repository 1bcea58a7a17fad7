import { UsageError } from '../errors.ts';
import type { ForwardListening } from '../capture/proxy/run-capture.ts';
import { defineCommand } from './command.ts';
import { counted } from './counted.ts';
import { port, positive } from './values.ts';

const MEBIBYTE = 1024 * 1024;

export const captureCommand = defineCommand({
  command: 'capture',
  describe: 'Record an API: in front of it, as a proxy, or around a program',
  builder: (argv) =>
    argv
      .option('to', {
        type: 'string',
        array: true,
        nargs: 1,
        default: [] as string[],
        requiresArg: true,
        describe: 'an API to record, as https://api.example.com; each gets a local port',
      })
      .option('proxy', {
        type: 'boolean',
        default: false,
        describe: 'be a forward proxy for the hosts named by --allow-host, also for TLS',
      })
      .option('allow-host', {
        type: 'string',
        array: true,
        nargs: 1,
        default: [] as string[],
        requiresArg: true,
        describe: 'a host to record: api.example.com, *.example.com, localhost:3000',
      })
      .option('exclude-host', {
        type: 'string',
        array: true,
        nargs: 1,
        default: [] as string[],
        requiresArg: true,
        describe: 'a host that passes unrecorded, such as a model provider',
      })
      .option('hook', {
        type: 'boolean',
        default: true,
        describe: 'with a program: record Node programs from inside, without certificates',
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
        describe: 'bytes; a larger body passes but is not kept; what memory does not hold goes to disk as it comes',
      })
      .example(
        'offscript capture --to https://api.example.com --out recording.sqlite',
        'then point the client at the URL it prints; stop with Ctrl-C',
      )
      .example('offscript capture --out recording.sqlite -- npm test', 'all that a program says to public hosts')
      .example(
        'offscript capture --proxy --allow-host api.example.com --out recording.sqlite',
        'then set https_proxy to the URL it prints',
      ),

  run: async (args, io) => {
    const program = (args as { '--'?: readonly string[] })['--'] ?? null;
    checkWay(args, program);
    port(args.port, args.to.length + 1);
    positive('--idle-gap', args['idle-gap']);
    if (!Number.isInteger(args['max-body']) || args['max-body'] < 0)
      throw new UsageError(`--max-body ${args['max-body']} is no size.`, `Give bytes, as --max-body ${32 * MEBIBYTE}.`);
    const { captureTraffic } = await import('../pipeline/capture-traffic.ts');
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
      forward:
        args.proxy || program !== null
          ? {
              allow: args['allow-host'],
              exclude: args['exclude-host'],
              program,
              hook: args.hook,
              env: process.env,
            }
          : null,
      onListening: (localUrls, forward) => {
        if (program === null)
          io.line(
            JSON.stringify({
              url: [...localUrls.values()][0] ?? forward?.url,
              origins: Object.fromEntries(localUrls),
              ...(forward !== null && { proxy: forward.url, authority: forward.authority }),
            }),
          );
        if (forward !== null) for (const line of sayForward(forward, program)) io.note(line);
        for (const [origin, local] of localUrls) io.note(`Recording ${origin}: use ${local} in its place.`);
        io.note(`Into ${args.out}. Stop with Ctrl-C.`);
      },
      onProgress: ({ interactions, sessions }) => io.progress(`${interactions} interactions in ${sessions} sessions`),
      onNote: (text) => io.note(text),
    });
    const { recording, sessions, interactions, redacted, incomplete, program: ended } = result;
    const ownMachine = program !== null && interactions === 0 && !args['allow-host'].includes('127.0.0.1');
    if (ownMachine) io.note(NOTHING_FROM_THE_PROGRAM);
    // What the program printed last may lack its line end, and the last line is the object's alone.
    if (program !== null && io.json) io.line('');
    return {
      fields: {
        recording,
        sessions,
        interactions,
        redacted,
        incomplete,
        ...(ended !== null && { program: { ...ended } }),
      },
      exitCode: ended === null || ended.code === 0 ? 0 : 1,
      text: [
        ...(ended === null || ended.code === 0
          ? []
          : [`The program ended with ${ended.code === null ? ended.signal : `exit code ${ended.code}`}.`]),
        `${counted(interactions, 'interaction')} in ${counted(sessions, 'session')} are in ${recording} (${redacted} values redacted, ${incomplete} incomplete).`,
        ...(interactions === 0 ? [] : [`Next: offscript inspect ${recording}`]),
      ].join('\n'),
    };
  },
});

const NOTHING_FROM_THE_PROGRAM =
  'Nothing was recorded. Calls to this machine itself are recorded only where that is asked for: --allow-host 127.0.0.1 (or localhost, as the program names it).';

interface Way {
  readonly to: readonly string[];
  readonly proxy: boolean;
  readonly 'allow-host': readonly string[];
}

function checkWay({ to, proxy, 'allow-host': allow }: Way, program: readonly string[] | null): void {
  if (program?.length === 0)
    throw new UsageError('There is no program after --.', 'Example: offscript capture --out F -- npm test');
  if (proxy && program !== null)
    throw new UsageError('--proxy is for programs that run elsewhere.', 'Leave it out: what follows -- gets its own.');
  if (proxy && allow.length === 0)
    throw new UsageError(
      '--proxy relays to named hosts only.',
      'Name each host to record: --allow-host api.example.com',
    );
  if (to.length === 0 && !proxy && program === null)
    throw new UsageError(
      'What is to be recorded?',
      'Name an API (--to URL), a program (-- CMD), or --proxy with --allow-host HOST.',
    );
}

function sayForward(
  { url, authority, made, variables }: ForwardListening,
  program: readonly string[] | null,
): readonly string[] {
  const authorityLine = made ? [`Made a certificate authority of your own, for recording only: ${authority}`] : [];
  if (program !== null) return [...authorityLine, `Started with ${variables.join(', ')} set.`];
  return [
    ...authorityLine,
    `Proxy: set http_proxy and https_proxy to ${url}.`,
    `For https its clients must trust ${authority}: NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE name it, or curl --cacert. Never install it for the whole system.`,
  ];
}
