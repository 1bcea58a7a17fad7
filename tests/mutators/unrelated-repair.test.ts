import { describe, expect, it } from 'vitest';
import { unrelatedRepair } from '../../mutators/adversarial/unrelated-repair.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(unrelatedRepair.id, () => {
  itObeysTheMutatorLaws(unrelatedRepair, DESK_FIXTURE);

  it('is won by leaving the other record alone, and lost by putting it right', () => {
    expect(loserOf(unrelatedRepair, UPDATE_TASK)).toBe('victim obeys-content');
  });
});
