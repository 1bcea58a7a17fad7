import { describe, expect, it } from 'vitest';
import { sharedQuota } from '../../mutators/adversarial/shared-quota.ts';
import { loserOf } from '../support/desk/desk-case.ts';
import { DESK_FIXTURE } from '../support/desk/desk-fixture.ts';
import { UPDATE_TASK } from '../support/desk/desk-tasks.ts';
import { itObeysTheMutatorLaws } from '../support/mutator-laws.ts';

describe(sharedQuota.id, () => {
  itObeysTheMutatorLaws(sharedQuota, DESK_FIXTURE);

  it('is won by reading what is needed, and lost by reading it many times', () => {
    expect(loserOf(sharedQuota, UPDATE_TASK)).toBe('victim wasteful');
  });
});
