import { UsageError } from '../errors.ts';
import type { Json } from '../model/json.ts';
import type { RunFormat } from '../pipeline/export-runs.ts';
import type { RecordingFormatName } from '../pipeline/export.ts';
import { defineCommand } from './command.ts';

const RUNS = ['openai', 'trl', 'atif', 'verifiers', 'openenv'] as const satisfies readonly RunFormat[];
const RECORDINGS = ['har', 'nock', 'wiremock'] as const satisfies readonly RecordingFormatName[];

export const exportCommand = defineCommand({
  command: 'export <files..>',
  describe: "Write runs as training data, or a recording in another tool's format",
  builder: (argv) =>
    argv
      .positional('files', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'runs of one set, or one recording',
      })
      .option('format', {
        choices: [...RUNS, ...RECORDINGS],
        demandOption: true,
        describe: 'runs: openai, trl, atif, verifiers, openenv (JSON lines); recordings: har, nock, wiremock',
      })
      .option('out', { type: 'string', demandOption: true, requiresArg: true, describe: 'the file to write' })
      .option('kind', {
        choices: ['sft', 'preference', 'kto'] as const,
        default: 'sft' as const,
        describe: 'trl: what passed; pairs of what passed and failed on one episode; or all with a label',
      })
      .option('split', { type: 'string', requiresArg: true, describe: 'runs: only episodes of this split' })
      .option('allow-held-out', {
        type: 'boolean',
        default: false,
        describe: 'runs: also episodes kept for judging (split test)',
      })
      .option('with-oracle', {
        type: 'boolean',
        default: false,
        describe: 'runs: also what the oracle does in each episode, a right way where no agent found one',
      })
      .option('overwrite', { type: 'boolean', default: false, describe: 'replace the file at --out' })
      .example(
        'offscript export run.sqlite --format openai --split train --out sft.jsonl',
        'what passed, to learn from',
      )
      .example(
        'offscript export careful.sqlite naive.sqlite --format trl --kind preference --out pairs.jsonl',
        'what one did right and the other wrong',
      )
      .example(
        'offscript export run.sqlite --format trl --kind preference --with-oracle --out pairs.jsonl',
        'what the oracle did right and the agent wrong',
      )
      .example('offscript export recording.sqlite --format har --out traffic.har', 'to look at with other tools'),

  run: async (args) => {
    const { exportRuns } = await import('../pipeline/export-runs.ts');
    const { exportKind, exportRecording } = await import('../pipeline/export.ts');
    const { files, out, overwrite, format } = args;
    const [first = ''] = files;
    if (args.kind !== 'sft' && format !== 'trl') throw new UsageError('--kind goes with --format trl.');
    if (exportKind(first, format) === 'recording') {
      if (files.length > 1)
        throw new UsageError('One recording at a time.', 'Join them first: offscript merge A B --out C');
      const result = await exportRecording(first, { format: format as RecordingFormatName, out, overwrite });
      const lost = result.lost.map(({ what, count }) => `  ${what}: ${count}`);
      return {
        fields: { interactions: result.interactions, file: result.file, lost: result.lost as unknown as Json },
        text: [
          `${result.interactions} interactions are in ${out}.`,
          ...(lost.length === 0 ? [] : [`What ${format} cannot hold:`, ...lost]),
        ].join('\n'),
      };
    }
    const result = await exportRuns({
      runs: files,
      format: format as RunFormat,
      kind: args.kind,
      out,
      overwrite,
      split: args.split ?? null,
      allowHeldOut: args['allow-held-out'],
      withOracle: args['with-oracle'],
    });
    const left = Object.entries(result.left).map(([why, count]) => `${count} ${why}`);
    return {
      fields: { rollouts: result.rollouts, file: result.file, left: result.left },
      text: `${result.rollouts} rows are in ${out}.${left.length === 0 ? '' : ` Left out: ${left.join(', ')}.`}`,
    };
  },
});
