import type { Json } from '../model/json.ts';
import { defineCommand } from './command.ts';
import { table } from './table.ts';

export const diffCommand = defineCommand({
  command: 'diff <before> <after>',
  describe: 'Tell how an API has drifted between two recordings of it',
  builder: (argv) =>
    argv
      .positional('before', { type: 'string', demandOption: true, describe: 'the earlier recording' })
      .positional('after', { type: 'string', demandOption: true, describe: 'the later recording' })
      .example('offscript diff january.sqlite march.sqlite', 'fields renamed, types changed, endpoints moved'),
  run: async (args) => {
    const { diffRecordings } = await import('../pipeline/drift-series.ts');
    const drifts = diffRecordings(args.before, args.after);
    const mutators = [...new Set(drifts.flatMap((drift) => drift.mutators))].sort();
    const classes: Record<string, number> = {};
    for (const drift of drifts) classes[drift.class] = (classes[drift.class] ?? 0) + 1;
    const words = (value: Json): string =>
      value === null ? '-' : typeof value === 'string' ? value : JSON.stringify(value);
    return {
      fields: { changes: drifts.map((drift) => ({ ...drift, mutators: [...drift.mutators] })), classes, mutators },
      text:
        drifts.length === 0
          ? 'Nothing that was learned differs.'
          : [
              `${drifts.length} differences.`,
              '',
              table(
                ['class', 'where', 'before', 'after', 'confidence'],
                drifts.map((drift) => [
                  drift.class,
                  drift.where,
                  words(drift.from),
                  words(drift.to),
                  drift.confidence.toFixed(2),
                ]),
              ),
              '',
              mutators.length === 0
                ? 'No mutator makes worlds drift this way yet.'
                : `Next, train on it: offscript mutate ${args.before} --towards ${args.after} --out episodes.sqlite`,
            ].join('\n'),
    };
  },
});
