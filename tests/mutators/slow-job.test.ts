import { describe, expect, it } from 'vitest';
import { slowJob } from '../../mutators/latency/slow-job.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(slowJob.id, () => {
  itObeysTheMutatorLaws(slowJob, DESK_FIXTURE);

  it('is won by patience, and lost by taking 202 for done', () => {
    expect(loserOf(slowJob, UPDATE_TASK)).toBe('oracle without poll-job');
  });
});
