import { describe, expect, it } from 'vitest';
import { halfFinishedJob } from '../../mutators/session/half-finished-job.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CHAIN_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(halfFinishedJob.id, () => {
  itObeysTheMutatorLaws(halfFinishedJob, DESK_FIXTURE);

  it('is won by doing only what is missing, and lost by doing all of it again', () => {
    expect(loserOf(halfFinishedJob, CHAIN_TASK)).toBe('oracle without look-before-create');
  });
});
