import { describe, expect, it } from 'vitest';
import { culpritCases } from '../support/culprit-cases.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const FOLDER = temporaryFolder();

describe('shrinkEpisode', () => {
  it('finds the one culprit among three mutations, in few rollouts', async () => {
    const cases = await culpritCases(FOLDER, 40, 12);
    expect(cases.length).toBe(12);
    const found = cases.filter(({ culprit, shrunk }) => shrunk.plan.map(({ mutator }) => mutator).join() === culprit);
    expect(found.length).toBeGreaterThanOrEqual(11);
    const rollouts = cases.map(({ shrunk }) => shrunk.rollouts).sort((a, b) => a - b);
    expect(rollouts[6]).toBeLessThanOrEqual(12);
    for (const { culprit, shrunk } of found) {
      expect(shrunk).toMatchObject({ from: 3, to: 1, smallest: true });
      expect(shrunk.explain).toContain(`under ${culprit}: `);
      expect(shrunk.explain).not.toContain('\n');
    }
  }, 120_000);
});
