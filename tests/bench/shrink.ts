/** Of failing plans of three mutations with one known culprit: how often it is found alone, and in how many rollouts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { culpritCases } from '../support/culprit-cases.ts';
import { print, type Finding } from './finding.ts';

const CASES = 100;
const EPISODES = 700;

export async function measure(): Promise<readonly Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const cases = await culpritCases(folder, EPISODES, CASES);
    const found = cases.filter(({ culprit, shrunk }) => shrunk.plan.map(({ mutator }) => mutator).join() === culprit);
    const rollouts = cases.map(({ shrunk }) => shrunk.rollouts).sort((a, b) => a - b);
    const median = rollouts[Math.floor(rollouts.length / 2)] ?? 0;
    print('culprits found', found.length, `of ${cases.length}`);
    print('rollouts', median, `median; at most ${rollouts.at(-1) ?? 0}`);
    return [
      {
        promise: 'shrinking: the culprit alone in >= 95 of 100, median <= 12 rollouts',
        measured: `${found.length} of ${cases.length}, median ${median}`,
        reference: 'three mutations each; the culprit told by playing each mutation alone',
        holds: cases.length >= CASES && found.length >= 0.95 * cases.length && median <= 12,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
