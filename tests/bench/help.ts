/** How long `offscript --help` takes beside an empty yargs program. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding.ts';

const ROUNDS = 15;
const CLI = join(import.meta.dirname, '../../src/cli.js');

export function measure(): readonly Finding[] {
  const empty = join(import.meta.dirname, 'empty-yargs.mjs');
  writeFileSync(
    empty,
    "import yargs from 'yargs';\nawait yargs(process.argv.slice(2)).help().version().parseAsync();\n",
  );
  const times = { ours: [] as number[], empty: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    times.empty.push(millisecondsOf(empty));
    times.ours.push(millisecondsOf(CLI));
  }
  rmSync(empty);
  const ours = median(times.ours);
  const reference = median(times.empty);
  return [
    {
      promise: 'offscript --help: < 2 x an empty yargs program',
      measured: `${ours.toFixed(0)} ms, ${(ours / reference).toFixed(2)} x`,
      reference: `${reference.toFixed(0)} ms`,
      holds: ours < 2 * reference,
    },
  ];
}

function millisecondsOf(file: string): number {
  const began = performance.now();
  spawnSync(process.execPath, [file, '--help']);
  return performance.now() - began;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
