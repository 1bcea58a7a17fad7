import { describe, expect, it } from 'vitest';
import { jobFailsOnce } from '../../mutators/system/job-fails-once.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(jobFailsOnce.id, () => {
  itObeysTheMutatorLaws(jobFailsOnce, DESK_FIXTURE);

  it('is won by submitting again what came to nothing, and lost by not asking', () => {
    expect(loserOf(jobFailsOnce, CREATE_TASK)).toBe('oracle without poll-job');
  });
});
