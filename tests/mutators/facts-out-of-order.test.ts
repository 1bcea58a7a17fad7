import { describe, expect, it } from 'vitest';
import { factsOutOfOrder } from '../../mutators/workflow/facts-out-of-order.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { CREATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(factsOutOfOrder.id, () => {
  itObeysTheMutatorLaws(factsOutOfOrder, DESK_FIXTURE);

  it('is won by asking again, and lost by not asking', () => {
    expect(loserOf(factsOutOfOrder, CREATE_TASK)).toBe('oracle without ask-user');
  });
});
