import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diffRecordings, driftSeries, type DriftSeries } from '../../src/pipeline/drift-series.ts';
import { EpisodeSet } from '../../src/store/set-store.ts';
import { HELPDESK } from '../support/helpdesk-set.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const FOLDER = temporaryFolder();
const series = (name: string): Promise<DriftSeries> =>
  driftSeries({
    recording: HELPDESK,
    out: join(FOLDER, name),
    overwrite: false,
    weeks: 3,
    seed: 3,
    tasks: 3,
    maxBytes: 65_536,
  });
describe('driftSeries', () => {
  it('has the same tasks every week, in worlds that drift further, the same for the same seed', async () => {
    const first = await series('one');
    expect(first.weeks.map(({ week }) => week)).toEqual([0, 1, 2, 3]);
    const plans = first.weeks.map(({ set }) => {
      const opened = EpisodeSet.open(set);
      try {
        return new Map([...opened.episodes()].map(({ task, plan }) => [task.id, JSON.stringify(plan)]));
      } finally {
        opened.close();
      }
    });
    for (const [week, ofWeek] of plans.entries()) {
      expect([...ofWeek.keys()].sort()).toEqual([...(plans[0]?.keys() ?? [])].sort());
      for (const [task, plan] of ofWeek)
        expect(plan.startsWith((plans[week - 1]?.get(task) ?? '[').replace(/\]$/, ''))).toBe(true);
    }
    expect(first.weeks[0]?.drifted).toBe(0);
    expect(first.weeks.at(-1)?.drifted).toBeGreaterThan(1);
    const again = await series('two');
    expect(again.weeks.map(({ digest }) => digest)).toEqual(first.weeks.map(({ digest }) => digest));
  }, 120_000);

  it('finds no drift between a recording and itself', () => {
    expect(diffRecordings(HELPDESK, HELPDESK)).toEqual([]);
  });
});
