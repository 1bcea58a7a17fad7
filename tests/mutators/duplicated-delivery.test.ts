import { describe, expect, it } from 'vitest';
import { duplicatedDelivery } from '../../mutators/workflow/duplicated-delivery.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(duplicatedDelivery.id, () => {
  itObeysTheMutatorLaws(duplicatedDelivery, DESK_FIXTURE);

  it('is won by noticing that the job is done, and lost by doing it again', () => {
    expect(loserOf(duplicatedDelivery, CREATE_TASK)).toBe('oracle without check-conflict');
  });
});
