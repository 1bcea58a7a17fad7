import { chosenMutators } from './chosen-mutators.ts';
import { defineCommand } from './command.ts';
import { table } from './table.ts';

export const mutatorsCommand = defineCommand({
  command: 'mutators [globs..]',
  describe: 'List every way offscript breaks a world, by family',
  builder: (argv) =>
    argv
      .positional('globs', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe: 'only these: a family, an id, or a pattern such as "system/*" or "!drift"',
      })
      .option('use', {
        type: 'string',
        array: true,
        default: [] as string[],
        requiresArg: true,
        describe: 'a module with mutators of your own, made by defineMutator from offscript/kit',
      })
      .example('offscript mutators latency', 'the mutators of one family'),

  run: async (args) => {
    const chosen = await chosenMutators(args.globs, args.use);
    const mutators = chosen.map(({ id, family, summary, visibility, duration, benign }) => ({
      id,
      family,
      summary,
      visibility,
      duration,
      benign,
    }));
    const families = [...new Set(mutators.map(({ family }) => family))];
    return {
      fields: { mutators },
      text: [
        ...families.flatMap((family) => {
          const own = mutators.filter((mutator) => mutator.family === family);
          return [
            `${family} (${own.length})`,
            table(
              ['  id', 'shows', 'lasts', 'what happens'],
              own.map(({ id, visibility, duration, benign, summary }) => [
                `  ${id}`,
                visibility,
                duration,
                `${summary}${benign ? ' (benign)' : ''}`,
              ]),
            ),
            '',
          ];
        }),
        `${mutators.length} mutators. Next: offscript mutate recording.sqlite --out episodes.sqlite --mutators ${families[0]}`,
      ].join('\n'),
    };
  },
});
