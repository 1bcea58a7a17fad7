import { describe, expect, it } from 'vitest';
import { lateDelete } from '../../mutators/latency/late-delete.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { DELETE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(lateDelete.id, () => {
  itObeysTheMutatorLaws(lateDelete, DESK_FIXTURE);

  it('is won by taking an absent record for a deleted one', () => {
    expect(loserOf(lateDelete, DELETE_TASK)).toBe('nobody');
  });
});
