import { UsageError } from '../errors.ts';
import type { JsonObject } from '../model/json.ts';
import type { Coverage } from '../mutate/coverage.ts';
import type { SplitOverlap } from '../task/split-overlap.ts';
import { chosenMutators } from './chosen-mutators.ts';
import { defineCommand } from './command.ts';
import { counted } from './counted.ts';
import { noTasksIn } from './no-tasks-in.ts';
import { refusalLines } from './refusal-words.ts';
import { table } from './table.ts';
import { share, whole } from './values.ts';

export const mutateCommand = defineCommand({
  command: 'mutate <recording>',
  describe: 'Make proven episodes: tasks in worlds that break the way production breaks',
  builder: (argv) =>
    argv
      .positional('recording', {
        type: 'string',
        demandOption: true,
        describe: 'a recording made by capture or import',
      })
      .option('out', { type: 'string', demandOption: true, requiresArg: true, describe: 'the episode set to write' })
      .option('overwrite', { type: 'boolean', default: false, describe: 'replace the set where it is there' })
      .option('extend', {
        type: 'string',
        requiresArg: true,
        describe: 'a set of the same recording: its episodes come first, byte for byte, and --count are added',
      })
      .option('count', { type: 'number', default: 200, requiresArg: true, describe: 'how many episodes' })
      .option('seed', {
        type: 'number',
        default: 1,
        requiresArg: true,
        describe: 'same seed, same episodes, byte for byte',
      })
      .option('mutators', {
        type: 'string',
        array: true,
        default: [] as string[],
        requiresArg: true,
        describe: 'globs over mutator ids, e.g. "system/*"; "!latency/*" leaves out',
      })
      .option('use', {
        type: 'string',
        array: true,
        default: [] as string[],
        requiresArg: true,
        describe: 'a module with mutators of your own, made by defineMutator from offscript/kit',
      })
      .option('max-mutations', {
        type: 'number',
        default: 3,
        requiresArg: true,
        describe: 'most mutations in one episode',
      })
      .option('neutral', {
        type: 'number',
        default: 0.15,
        requiresArg: true,
        describe: 'share of episodes without a mutation',
      })
      .option('level', {
        type: 'number',
        requiresArg: true,
        describe:
          'intensity, 0 to 1: how many mutations, and how harsh; with --mutators "system/*" "latency/*" the λ of a reliability surface, with the other families its ε',
      })
      .option('cover', {
        choices: [2] as const,
        requiresArg: true,
        describe:
          'a pairwise covering array over mutator, operation class, placement, visibility and duration, until all is covered or --count is reached',
      })
      .option('interface', {
        choices: ['http', 'tools', 'both'] as const,
        default: 'http' as const,
        describe: 'how the agent acts',
      })
      .option('split', { type: 'string', default: 'train=.8,test=.2', requiresArg: true, describe: 'names and shares' })
      .option('split-by', {
        choices: ['workflow', 'entity', 'session', 'time', 'family'] as const,
        default: 'session' as const,
        describe: 'what never lies in two splits',
      })
      .option('max-bytes', {
        type: 'string',
        default: '64k',
        requiresArg: true,
        describe: 'most bytes of answers the oracle may need to read',
      })
      .option('tasks', {
        type: 'string',
        requiresArg: true,
        describe: 'a curation file that tasks --out wrote, with your edits',
      })
      .option('session', {
        type: 'string',
        requiresArg: true,
        describe: 'only what this recorded session was about, also where it ended badly',
      })
      .option('towards', {
        type: 'string',
        requiresArg: true,
        describe: 'a later recording of the same API: drift in just the ways that diff finds between the two',
      })
      .option('policy', {
        type: 'string',
        requiresArg: true,
        describe: 'a module of business rules made by definePolicy',
      })
      .example(
        'offscript mutate recording.sqlite --out episodes.sqlite --count 500 --seed 7',
        'the same 500 episodes on every machine',
      )
      .example(
        'offscript mutate recording.sqlite --session ID --count 20 --out one.sqlite',
        'one session that went wrong, as episodes (offscript sessions lists them)',
      ),

  run: async (args, io) => {
    const began = performance.now();
    const { mutateRecording } = await import('../pipeline/mutate-recording.ts');
    await chosenMutators(args.mutators, args.use);
    if (args.extend !== undefined && args.policy !== undefined)
      throw new UsageError('--extend keeps the business rules of the set it extends.', 'Leave --policy out.');
    const result = await mutateRecording({
      recording: args.recording,
      out: args.out,
      overwrite: args.overwrite,
      extend: args.extend ?? null,
      count: whole('--count', args.count),
      seed: whole('--seed', args.seed, 0),
      globs: args.mutators,
      use: args.use,
      maxMutations: whole('--max-mutations', args['max-mutations']),
      neutral: share('--neutral', args.neutral),
      level: args.level === undefined ? null : share('--level', args.level),
      cover: args.cover ?? null,
      interfaces: args.interface === 'both' ? ['http', 'tools'] : [args.interface],
      splits: splitsOf(args.split),
      splitBy: args['split-by'],
      maxBytes: bytesOf(args['max-bytes']),
      tasks: args.tasks ?? null,
      session: args.session ?? null,
      towards: args.towards ?? null,
      policy: args.policy ?? null,
      onProgress: io.progress,
      signal: io.signal,
    });
    const seconds = Math.round((performance.now() - began) / 10) / 100;
    const { episodes, kept, tasks, families, mutators, splits, overlap, refused, coverage, digest } = result;
    return {
      fields: {
        episodes,
        ...(args.extend !== undefined && { kept }),
        tasks,
        families,
        mutators,
        splits,
        overlap: { ...overlap },
        refused,
        ...(coverage !== undefined && { coverage: coverage as unknown as JsonObject }),
        digest,
        seconds,
      },
      exitCode: episodes === 0 ? 1 : 0,
      text: [
        ...(episodes === 0
          ? [`No episode could be made; ${args.out} was not written.`, '']
          : [
              `${counted(episodes, 'proven episode')} from ${counted(tasks, 'task')} ${episodes === 1 ? 'is' : 'are'} in ${args.out} (${seconds} s)${args.extend === undefined ? '' : `, ${kept} of them from ${args.extend}`}.`,
              '',
              table(
                ['family', 'episodes'],
                Object.entries(families).map(([family, count]) => [family, String(count)]),
              ),
              '',
            ]),
        ...(Object.keys(splits).length < 2 ? [] : [overlapLine(args['split-by'], overlap), '']),
        ...Object.entries(coverage ?? {}).flatMap(coverageLines),
        ...(Object.keys(refused).length === 0 ? [] : ['Refused, with reasons:', ...refusalLines(refused), '']),
        episodes > 0
          ? `Next: offscript audit ${args.out}, offscript replay ${args.out} --agent FILE`
          : Object.keys(refused).length === 0
            ? noTasksIn(args.recording)
            : `Look at the tasks: offscript tasks ${args.recording}`,
      ].join('\n'),
    };
  },
});

function overlapLine(by: string, { key, goals, entities, contents }: SplitOverlap): string {
  return `In more than one split: ${key} of what they are split by (${by}), ${goals} goals, ${entities} records, ${contents} whole episodes.`;
}

function coverageLines([iface, { covered, coverable, uncovered, excluded }]: [string, Coverage]): readonly string[] {
  const without = Object.values(excluded).reduce((sum, count) => sum + count, 0);
  const reasons = new Map<string, number>();
  for (const { why } of uncovered) reasons.set(why, (reasons.get(why) ?? 0) + 1);
  return [
    `Pairs covered over ${iface}: ${covered} of ${coverable} that these tasks have a place for (${without} have none).`,
    ...[...reasons]
      .sort(([, a], [, b]) => b - a)
      .slice(0, 8)
      .map(([why, count]) => `  ${count} not covered: ${why}`),
    '',
  ];
}

function bytesOf(text: string): number {
  const match = /^(\d+)([km]?)$/i.exec(text.trim());
  if (match === null) throw new UsageError(`--max-bytes is "${text}".`, 'Give bytes, as 65536 or 64k or 1m.');
  return Number(match[1]) * ({ k: 1024, m: 1024 * 1024 }[(match[2] ?? '').toLowerCase()] ?? 1);
}

function splitsOf(text: string): readonly { readonly name: string; readonly share: number }[] {
  return text.split(',').map((part) => {
    const [name = '', share = ''] = part.split('=');
    const value = Number(share);
    if (name.trim() === '' || !(value > 0))
      throw new UsageError(`--split has "${part}".`, 'Give names and shares, as train=.8,test=.2.');
    return { name: name.trim(), share: value };
  });
}
