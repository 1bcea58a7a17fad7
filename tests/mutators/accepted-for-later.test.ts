import { describe, expect, it } from 'vitest';
import { acceptedForLater } from '../../mutators/system/accepted-for-later.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(acceptedForLater.id, () => {
  itObeysTheMutatorLaws(acceptedForLater, DESK_FIXTURE);

  it('is won by asking after the job, and lost by taking 202 for done', () => {
    expect(loserOf(acceptedForLater, CREATE_TASK)).toBe('oracle without poll-job');
  });
});
