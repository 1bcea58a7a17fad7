import { UsageError } from '../errors.ts';
import type { Figures } from '../fidelity/figures.ts';
import type { FidelityReport, FidelityVerdict } from '../fidelity/measure-fidelity.ts';
import type { JsonObject } from '../model/json.ts';
import { defineCommand } from './command.ts';
import { table } from './table.ts';

const VERDICTS: Readonly<Record<FidelityVerdict, string>> = {
  'too thin':
    'Too thin to judge: fewer than 30 calls on known operations, or fewer than 10 reads that had to show an earlier write.',
  faithful: 'Faithful: status, shape and fields at 95 % or more, and every write read back.',
  usable: 'Usable: status, shape and fields at 80 % or more; look at the weakest operations before you trust them.',
  poor: 'Poor: record more of the weakest operations first.',
};

export const fidelityCommand = defineCommand({
  command: 'fidelity <recording>',
  describe: 'Measure the learned world on sessions it has not seen, beside plain replay',
  builder: (argv) =>
    argv
      .positional('recording', {
        type: 'string',
        demandOption: true,
        describe: 'a recording made by capture or import',
      })
      .option('holdout', {
        type: 'number',
        default: 0.3,
        requiresArg: true,
        describe: 'share of the sessions to hold out, the latest by time',
      })
      .option('folds', {
        type: 'number',
        requiresArg: true,
        describe: 'hold each session out once, in this many splits, instead',
      })
      .option('seed', {
        type: 'number',
        default: 1,
        requiresArg: true,
        describe: 'draws the splits and what the world makes up',
      })
      .example(
        'offscript fidelity recording.sqlite',
        'how far to trust a world learned from it, and what to record next',
      ),

  run: async (args, io) => {
    if (!(args.holdout > 0 && args.holdout < 1)) throw new UsageError('--holdout is a share between 0 and 1.');
    if (args.folds !== undefined && !(Number.isInteger(args.folds) && args.folds >= 2))
      throw new UsageError('--folds is a whole number from 2.');
    const { fidelityOf } = await import('../pipeline/fidelity-of.ts');
    const report = fidelityOf(args.recording, {
      holdout: args.holdout,
      folds: args.folds ?? null,
      seed: args.seed,
      onProgress: (text) => io.progress(text),
    });
    return { fields: fieldsOf(report), text: textOf(report) };
  },
});

function fieldsOf({ heldOut, seen, unseen, baselines, weakest, verdict }: FidelityReport): JsonObject {
  return {
    heldOut: { ...heldOut },
    seen: { ...seen },
    unseen: { ...unseen },
    baselines: { exactReplay: { ...baselines.exactReplay }, templateReplay: { ...baselines.templateReplay } },
    weakest: weakest.map(({ operation, trained, figures, wrong, recordNext }) => ({
      operation,
      trained,
      ...figures,
      wrong: [...wrong],
      recordNext,
    })),
    verdict,
  };
}

function textOf({ heldOut, seen, unseen, baselines, weakest, verdict }: FidelityReport): string {
  const rows: readonly (readonly [string, Figures])[] = [
    ['world, operations met in training', seen],
    ['  exact replay, the same calls', baselines.exactReplay],
    ['  template replay, the same calls', baselines.templateReplay],
    ['world, operations never met', unseen],
  ];
  return [
    `${heldOut.interactions} interactions in ${heldOut.sessions} sessions were held out (not judged: ${heldOut.unknownEntities} records first met there, ${heldOut.goneEntities} gone and ${heldOut.driftedFields} fields changed before they began).`,
    '',
    table(
      ['', 'calls', 'status', 'shape', 'fields', 'identical', 'own writes read back', 'no answer', 'unverified'],
      rows.map(([name, figures]) => [
        name,
        String(figures.calls),
        percent(figures.status),
        percent(figures.shape),
        percent(figures.fields),
        percent(figures.identical),
        `${figures.readYourWrites.probes - figures.readYourWrites.violations} of ${figures.readYourWrites.probes}`,
        percent(figures.noAnswer),
        percent(figures.unverified),
      ]),
    ),
    '',
    ...(weakest.length === 0
      ? ['No call went wrong.']
      : [
          table(
            ['weakest operations', 'in training', 'calls', 'status', 'shape', 'fields', 'record next'],
            weakest.map(({ operation, trained, figures, recordNext }) => [
              operation,
              String(trained),
              String(figures.calls),
              percent(figures.status),
              percent(figures.shape),
              percent(figures.fields),
              recordNext,
            ]),
          ),
          '',
          ...weakest.slice(0, 6).map(({ operation, wrong }) => `${operation}: ${wrong.join(', ')}`),
        ]),
    '',
    VERDICTS[verdict],
  ].join('\n');
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(share * 100).toFixed(1)} %`;
}
